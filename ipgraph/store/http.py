"""Requests to a server: login, time limits, another try when it is busy, and a sentence for whatever goes wrong."""

from __future__ import annotations

import email.utils
import http.client
import netrc
import os
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import Message

from ipgraph.errors import IpgraphError
from ipgraph.files import because, shown
from ipgraph.store.answers import too_slow

USUAL_TIMEOUT = 300.0
"""The longest time in seconds that a request may take where no limit is asked for."""
BUSY = (429, 503)
"""What a server answers that wants to be asked again later (RFC 6585, section 4; RFC 9110, 15.6.4)."""
TRIES = 5
LONGEST_WAIT = 60.0
"""So many seconds we wait for a busy server at most before the next try."""
PIECE = 1 << 16
LARGEST = 1 << 30
"""Bytes of an answer at most: more would fill the memory of a notebook, and a plan has a few million."""


@dataclass(frozen=True)
class Response:
    """What a server answered: status, header fields, body."""

    status: int
    headers: Message
    body: bytes

    @property
    def words(self) -> str:
        """The first lines of the body, for a sentence about a fault."""
        text = " ".join(self.body[:2000].decode("utf-8", "replace").split())
        return text if len(text) <= 300 else text[:299] + "…"


class _AsAnswered(urllib.request.HTTPErrorProcessor):
    """Take every answer as it is. So no redirection is followed: a login must not travel to another address."""

    def http_response(self, request: object, response: http.client.HTTPResponse) -> http.client.HTTPResponse:
        return response

    https_response = http_response


class Moved(IpgraphError):
    """A server sends us elsewhere, and we do not go: a login must not travel there.

    Args:
        host: the server.
        place: where it sends us.
    """

    def __init__(self, host: str, place: str) -> None:
        super().__init__(
            f"{host} ist umgezogen. Bitte die neue Adresse angeben: {shown(place)}",
            f"{host} has moved. Please give the new address: {shown(place)}",
        )
        self.place = place


@dataclass
class Connection:
    """Sends requests to one server and logs in when it asks for it.

    Name and password come from the environment (``IPGRAPH_USER``, ``IPGRAPH_PASSWORD``), else from the user's netrc
    file. They are sent when the server asks, in the way that it asks for: Basic or Digest (RFC 7617, RFC 7616).

    Args:
        host: name of the server, with its port where one is given.
    """

    host: str
    _opener: urllib.request.OpenerDirector = field(
        default_factory=lambda: urllib.request.build_opener(_AsAnswered), repr=False
    )
    _challenge: str = ""
    _digest: urllib.request.HTTPDigestAuthHandler | None = field(default=None, repr=False)
    _passwords: urllib.request.HTTPPasswordMgrWithDefaultRealm = field(
        default_factory=urllib.request.HTTPPasswordMgrWithDefaultRealm, repr=False
    )

    def send(self, request: urllib.request.Request, timeout: float | None = None) -> Response:
        """Send a request.

        Args:
            request: what to send.
            timeout: the longest time that it may take, in seconds, waiting for a busy server included.

        Returns:
            The answer, whatever its status.

        Raises:
            IpgraphError: the server cannot be reached, breaks off, is busy again and again, moved, or wants a login
                that there is none for; or time is up.
        """
        end = time.monotonic() + (timeout or USUAL_TIMEOUT)
        for attempt in range(TRIES):
            response = self._authorised(request, end, timeout)
            if response.status not in BUSY:
                break
            wait = _wait(response, attempt)
            if attempt == TRIES - 1 or wait > LONGEST_WAIT or time.monotonic() + wait > end:
                raise _busy(self.host, wait)
            time.sleep(wait)
        if 300 <= response.status < 400:
            raise Moved(self.host, response.headers.get("Location", ""))
        return response

    def _authorised(self, request: urllib.request.Request, end: float, timeout: float | None) -> Response:
        """Send with the login that is known, and once more when the server asks for another."""
        response = self._once(request, end, timeout)
        challenge = _challenge(response.headers) if response.status == 401 else ""
        if challenge:
            self._challenge, self._digest = challenge, None
            if not _login(self.host):
                raise _no_login(self.host)
            response = self._once(request, end, timeout)
        if response.status in (401, 403):
            raise _refused(self.host, response.status)
        return response

    def _once(self, request: urllib.request.Request, end: float, timeout: float | None) -> Response:
        self._authorise(request)
        left = end - time.monotonic()
        try:
            if left <= 0:
                raise TimeoutError
            with self._opener.open(request, timeout=left) as answer:
                return Response(answer.status, answer.headers, self._body(answer, end))
        except (OSError, http.client.HTTPException) as error:
            reason = error.reason if isinstance(error, urllib.error.URLError) else error
            if isinstance(reason, TimeoutError):
                raise too_slow(timeout or USUAL_TIMEOUT) from error
            raise _unreachable(self.host, reason) from error

    def _body(self, answer: http.client.HTTPResponse, end: float) -> bytes:
        """The whole body; the limits hold for a server too that sends a byte now and then, or goes on for ever."""
        pieces, size = [], 0
        while piece := answer.read1(PIECE):
            pieces.append(piece)
            size += len(piece)
            if time.monotonic() > end:
                raise TimeoutError
            if size > LARGEST:
                raise _too_large(self.host)
        said = answer.headers.get("Content-Length")
        if said and said.isdigit() and size < int(said):
            raise http.client.IncompleteRead(b"", int(said) - size)
        return b"".join(pieces)

    def _authorise(self, request: urllib.request.Request) -> None:
        """Add the login in the way that the server asked for; nothing before it asked."""
        login = _login(self.host) if self._challenge else None
        if login is None:
            return
        scheme, _, rest = self._challenge.partition(" ")
        if scheme.lower() == "basic":
            import base64

            written = "Basic " + base64.b64encode(":".join(login).encode("utf-8")).decode("ascii")
        else:
            fields = urllib.request.parse_keqv_list(list(filter(None, urllib.request.parse_http_list(rest))))
            if self._digest is None:  # kept, as it counts how often the server's nonce was used
                self._digest = urllib.request.HTTPDigestAuthHandler(self._passwords)
            self._passwords.add_password(fields.get("realm"), request.full_url, *login)
            try:
                written = f"Digest {self._digest.get_authorization(request, fields)}"
            except ValueError as error:
                kind = f"{scheme} {fields.get('algorithm')}"
                raise IpgraphError(
                    f"{self.host} verlangt eine Anmeldung, die so nicht geht: {kind}. Bei Digest dürfen Name und "
                    "Passwort keine Umlaute enthalten.",
                    f"{self.host} wants a login that does not work like this: {kind}. With Digest, name and password "
                    "may hold ASCII characters only.",
                ) from error
        request.add_unredirected_header("Authorization", written)


def sparql_request(
    address: str, text: str, kind: str, accept: str, graphs: Sequence[str] = ()
) -> urllib.request.Request:
    """The request for a query or an update (SPARQL 1.1 Protocol, sections 2.1 and 2.2).

    Args:
        address: where to.
        text: the query or the update.
        kind: the word that SPARQLWrapper knows it by: ``SELECT``, ``CONSTRUCT`` or ``INSERT``.
        accept: the media type that is wanted.
        graphs: graphs that make up the default graph; none for what the server takes.

    Returns:
        The request.
    """
    from SPARQLWrapper import POST, SPARQLWrapper

    from ipgraph import __version__

    wrapper = SPARQLWrapper(address, agent=f"ipgraph/{__version__}")
    wrapper.setQuery(text)
    wrapper.queryType = kind  # which it looks for in the comments of a header too (sparqlwrapper issue 211)
    wrapper.setMethod(POST)
    for graph in graphs:
        wrapper.addDefaultGraph(graph)
    wrapper.setOnlyConneg(True)
    wrapper.addCustomHttpHeader("Accept", accept)
    request: urllib.request.Request = wrapper._createRequest()
    return request


def address_of(endpoint: str) -> urllib.parse.SplitResult:
    """The parts of an address of the web.

    Args:
        endpoint: the address.

    Returns:
        Its parts.

    Raises:
        IpgraphError: it is none, or there is a login in it.
    """
    try:
        parts = urllib.parse.urlsplit(endpoint)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    if not good or any(character.isspace() for character in endpoint):
        raise IpgraphError(
            f"{shown(endpoint)} ist keine Adresse eines SPARQL-Endpunkts. Sie beginnt mit http:// oder https://.",
            f"{shown(endpoint)} is no address of a SPARQL endpoint. Such an address begins with http:// or https://.",
        )
    if parts.username or parts.password or "@" in parts.netloc:
        raise IpgraphError(
            "Name und Passwort gehören nicht in die Adresse, weil andere sie dort lesen. Bitte IPGRAPH_USER und "
            f"IPGRAPH_PASSWORD setzen oder die Datei .netrc nutzen, und die Adresse so angeben: {shown(endpoint)}",
            "Name and password do not belong into the address, where others can read them. Please set IPGRAPH_USER "
            f"and IPGRAPH_PASSWORD or use the file .netrc, and give the address like this: {shown(endpoint)}",
        )
    return parts


def _login(host: str) -> tuple[str, str] | None:
    """Name and password for a host, where the user has set them."""
    user, password = os.environ.get("IPGRAPH_USER", ""), os.environ.get("IPGRAPH_PASSWORD", "")
    if user:
        return user, password
    try:
        found = netrc.netrc().authenticators(urllib.parse.urlsplit(f"//{host}").hostname or host)
    except FileNotFoundError:
        return None
    except (netrc.NetrcParseError, OSError, UnicodeDecodeError) as error:
        raise IpgraphError(
            "Die Datei .netrc kann nicht gelesen werden. Darf nur ihr Besitzer sie lesen, und stimmt ihre Form?",
            "The file .netrc cannot be read. May only its owner read it, and is its form right?",
        ) from error
    return (found[0], found[2]) if found else None


def _challenge(headers: Message) -> str:
    """How the server wants the login: Digest where it offers that, as the password then does not travel."""
    offered = [text for text in headers.get_all("WWW-Authenticate", []) if text.split(" ")[0].lower() in _SCHEMES]
    return min(offered, key=lambda text: _SCHEMES.index(text.split(" ")[0].lower()), default="")


_SCHEMES = ("digest", "basic")


def _wait(response: Response, attempt: int) -> float:
    """How long to wait: as the server says (seconds or a day and time), else half a second, doubled each time."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isdigit():
        return float(said)
    when = email.utils.parsedate_tz(said) if said else None
    if when:
        return max(0.0, email.utils.mktime_tz(when) - time.time())
    return 0.5 * float(2**attempt)


def _busy(host: str, wait: float) -> IpgraphError:
    seconds = max(1, round(wait))
    return IpgraphError(
        f"{host} ist überlastet und nimmt nichts an. Bitte in {seconds} Sekunden oder später noch einmal versuchen.",
        f"{host} is overloaded and takes nothing. Please try again in {seconds} seconds or later.",
    )


def _too_large(host: str) -> IpgraphError:
    return IpgraphError(
        f"Die Antwort von {host} ist größer als 1 GB und wurde abgebrochen. Bitte die Abfrage enger fassen.",
        f"The answer of {host} is larger than 1 GB and has been stopped. Please narrow the query.",
    )


def _no_login(host: str) -> IpgraphError:
    return IpgraphError(
        f"{host} verlangt eine Anmeldung. Bitte IPGRAPH_USER und IPGRAPH_PASSWORD setzen oder die Datei .netrc nutzen.",
        f"{host} wants a login. Please set IPGRAPH_USER and IPGRAPH_PASSWORD, or use the file .netrc.",
    )


def _refused(host: str, status: int) -> IpgraphError:
    return IpgraphError(
        f"{host} lässt das nicht zu ({status}). Stimmen Name und Passwort, und darf dieser Zugang das?",
        f"{host} does not allow that ({status}). Are name and password right, and may this login do it?",
    )


def _unreachable(host: str, reason: object) -> IpgraphError:
    if isinstance(reason, ConnectionRefusedError):
        return IpgraphError(
            f"{host} nimmt keine Verbindung an. Läuft der Server, und stimmt die Adresse mit dem Port?",
            f"{host} refuses the connection. Is the server running, and is the address with its port right?",
        )
    if isinstance(reason, http.client.IncompleteRead | ConnectionError | http.client.HTTPException):
        return IpgraphError(
            f"{host} hat die Verbindung mitten in der Antwort beendet. Bitte noch einmal versuchen.",
            f"{host} has closed the connection in the middle of the answer. Please try again.",
        )
    if isinstance(reason, ssl.SSLError):
        return IpgraphError(
            f"Die gesicherte Verbindung zu {host} kommt nicht zustande: Sein Zertifikat gilt nicht, oder er kann kein "
            "https.",
            f"There is no secure connection to {host}: its certificate is not valid, or it has no https ({reason}).",
        )
    why = because(reason) if isinstance(reason, OSError) else {"de": str(reason), "en": str(reason)}
    return IpgraphError(
        f"{host} ist nicht erreichbar ({why['de']}). Stimmt die Adresse?",
        f"{host} cannot be reached ({why['en']}). Is the address right?",
    )
