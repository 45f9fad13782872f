// A canvas context that writes SVG instead: just what our drawing uses. So the saved drawing and the paper show what
// the screen shows, from the same code, sharp at any size.
(function () {
  "use strict";
  const ruler = document.createElement("canvas").getContext("2d");
  const escape = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  const n = (value) => String(Math.round(value * 100) / 100);

  class Svg {
    constructor(width, height) {
      Object.assign(this, { width, height, parts: [], under: [], stack: [], dx: 0, dy: 0, dash: [], d: "" });
      Object.assign(this, { globalAlpha: 1, globalCompositeOperation: "source-over", lineWidth: 1, font: "10px sans-serif" });
      Object.assign(this, { fillStyle: "#000000", strokeStyle: "#000000", textAlign: "left", textBaseline: "alphabetic" });
    }
    save() {
      const { dx, dy, dash, globalAlpha, lineWidth, font, fillStyle, strokeStyle, textAlign, textBaseline } = this;
      this.stack.push({ dx, dy, dash, globalAlpha, lineWidth, font, fillStyle, strokeStyle, textAlign, textBaseline });
    }
    restore() {
      Object.assign(this, this.stack.pop());
    }
    translate(x, y) {
      this.dx += x;
      this.dy += y;
    }
    setLineDash(dash) {
      this.dash = dash;
    }
    beginPath() {
      this.d = "";
    }
    moveTo(x, y) {
      this.d += `M${n(x + this.dx)} ${n(y + this.dy)}`;
    }
    lineTo(x, y) {
      this.d += `L${n(x + this.dx)} ${n(y + this.dy)}`;
    }
    closePath() {
      this.d += "Z";
    }
    rect(x, y, w, h) {
      this.moveTo(x, y);
      this.d += `h${n(w)}v${n(h)}h${n(-w)}Z`;
    }
    arc(x, y, r) {
      this.moveTo(x - r, y);
      this.d += `a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0Z`;
    }
    put(element) {
      (this.globalCompositeOperation === "destination-over" ? this.under : this.parts).push(element);
    }
    paint(kind) {
      // Of the one paint, not of the whole element: a printed page would hold a layer for each line otherwise.
      const opacity = this.globalAlpha < 1 ? ` ${kind}-opacity="${n(this.globalAlpha)}"` : "";
      if (kind === "fill") return `fill="${escape(this.fillStyle)}"${opacity}`;
      const dash = this.dash.length ? ` stroke-dasharray="${this.dash.map(n).join(" ")}"` : "";
      return `fill="none" stroke="${escape(this.strokeStyle)}" stroke-width="${n(this.lineWidth)}" stroke-linejoin="round"${dash}${opacity}`;
    }
    fill() {
      this.put(`<path d="${this.d}" ${this.paint("fill")}/>`);
    }
    stroke() {
      this.put(`<path d="${this.d}" ${this.paint("stroke")}/>`);
    }
    fillRect(x, y, w, h) {
      this.beginPath();
      this.rect(x, y, w, h);
      this.fill();
    }
    strokeRect(x, y, w, h) {
      this.beginPath();
      this.rect(x, y, w, h);
      this.stroke();
    }
    text(words, x, y, kind) {
      const [, weight, size, family] = /^(?:(\d+) )?([\d.]+)px (.*)$/.exec(this.font);
      const anchor = { center: "middle", right: "end" }[this.textAlign] || "start";
      const shift = { top: 0.82, middle: 0.35 }[this.textBaseline] || 0;
      const at = `x="${n(x + this.dx)}" y="${n(y + this.dy + shift * Number(size))}" text-anchor="${anchor}"`;
      this.put(`<text ${at} font-family="${escape(family)}" font-size="${size}" font-weight="${weight || 400}" ${this.paint(kind)}>${escape(words)}</text>`);
    }
    fillText(words, x, y) {
      this.text(words, x, y, "fill");
    }
    strokeText(words, x, y) {
      this.text(words, x, y, "stroke");
    }
    measureText(words) {
      ruler.font = this.font;
      return ruler.measureText(words);
    }
    // The whole drawing; the words about it are for those who do not see it.
    toString(title, description) {
      const size = `width="${this.width}" height="${this.height}" viewBox="0 0 ${this.width} ${this.height}"`;
      const words = `<title>${escape(title)}</title><desc>${escape(description)}</desc>`;
      const ground = `<path d="M0 0h${this.width}v${this.height}h${-this.width}Z" fill="#ffffff"/>`;
      return `<svg xmlns="http://www.w3.org/2000/svg" role="img" ${size}>${words}${ground}${this.under.join("")}${this.parts.join("")}</svg>`;
    }
  }
  window.ipg.Svg = Svg;
})();
