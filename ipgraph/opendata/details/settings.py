"""The settings of a publication: one small file (TOML 1.0), ``veroeffentlichung.toml``; all of it is optional."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ipgraph import resources
from ipgraph.model import Text
from ipgraph.opendata.details import portals
from ipgraph.opendata.details.entries import Entries


@dataclass(frozen=True)
class Settings:
    """What a county says about its package beside the plan; an empty value: nothing said.

    Args:
        address: where the folder of the package will be hosted; ends with a slash.
        licence: the licence; None for that of the plan.
        attribution: how the source is to be named.
        version: number of this edition.
        version_notes: what has changed with it.
        issued: ISO day on which the data came out.
        modified: ISO day of their last change.
        frequency: IRI of the EU's list.
        availability: IRI of the EU's list.
        themes: IRIs of the EU's list.
        keywords: words to find the data by, by language.
        samples: IRIs of the Musterdatenkatalog.
        homepage: page about the plan.
        provenance: how the data came about.
        contributor: IRI of GovData's list.
        legislation: ELI addresses of legal bases.
        publisher: name of the body that decided on the release.
        publisher_type: IRI of the ADMS list.
        publisher_page: its website.
        contact: name of the office that answers questions.
        contact_mail: its mail address.
        contact_page: its form.
        contact_phone: its phone number.
        places: IRIs of places.
        box: west, south, east, north in degrees (WGS 84); empty for none.
        centre: longitude and latitude in degrees; empty for none.
    """

    address: str = ""
    licence: portals.Licence | None = None
    attribution: str = ""
    version: str = ""
    version_notes: Text = field(default_factory=dict)
    issued: str = ""
    modified: str = ""
    frequency: str = ""
    availability: str = ""
    themes: tuple[str, ...] = ()
    keywords: tuple[tuple[str, str], ...] = ()
    samples: tuple[str, ...] = ()
    homepage: str = ""
    provenance: Text = field(default_factory=dict)
    contributor: str = ""
    legislation: tuple[str, ...] = ()
    publisher: str = ""
    publisher_type: str = ""
    publisher_page: str = ""
    contact: str = ""
    contact_mail: str = ""
    contact_page: str = ""
    contact_phone: str = ""
    places: tuple[str, ...] = ()
    box: tuple[float, ...] = ()
    centre: tuple[float, ...] = ()


def settings_template() -> str:
    """A settings file in which every entry is explained, in German and English, and none is made yet."""
    path = resources.folder("templates") / "opendata" / "veroeffentlichung.toml"
    return path.read_text(encoding="utf-8")


def read_settings(path: Path | None = None) -> Settings:
    """Read a settings file.

    Args:
        path: the file; None for a county that has said nothing yet.

    Returns:
        The settings.

    Raises:
        IpgraphError: the file is missing or no TOML, or has an entry that we do not know or cannot use; the sentence
            names file and entry.
    """
    if path is None:
        return Settings()
    entries = Entries(path)
    settings = Settings(
        address=entries.address("adresse", slash=True),
        licence=entries.licence("lizenz"),
        attribution=entries.text("namensnennung"),
        version=entries.text("version"),
        version_notes=entries.texts("versionshinweis"),
        issued=entries.day("erschienen"),
        modified=entries.day("geaendert"),
        frequency=entries.code("aktualisierung", portals.FREQUENCY + "/", portals.codes(portals.FREQUENCY)),
        availability=entries.code("verfuegbarkeit", portals.AVAILABILITY + "/", portals.codes(portals.AVAILABILITY)),
        themes=entries.codes("themen", portals.THEME + "/", portals.codes(portals.THEME)),
        keywords=entries.keywords("schlagwoerter"),
        samples=entries.samples("musterdaten"),
        homepage=entries.address("startseite"),
        provenance=entries.texts("herkunft"),
        contributor=entries.code("zulieferer", portals.CONTRIBUTORS + "/", portals.codes(portals.CONTRIBUTORS)),
        legislation=entries.addresses("rechtsgrundlagen"),
        publisher=entries.text("herausgeber.name"),
        publisher_type=entries.code(
            "herausgeber.art", portals.PUBLISHER_TYPE, portals.codes(portals.PUBLISHER_TYPE + "1.0")
        ),
        publisher_page=entries.address("herausgeber.seite"),
        contact=entries.text("kontakt.name"),
        contact_mail=entries.mail("kontakt.mail"),
        contact_page=entries.address("kontakt.formular"),
        contact_phone=entries.phone("kontakt.telefon"),
        places=entries.addresses("raum.orte"),
        box=entries.degrees("raum.rahmen", (180, 90, 180, 90)),
        centre=entries.degrees("raum.mitte", (180, 90)),
    )
    entries.no_others()
    return settings
