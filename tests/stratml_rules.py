"""The rules of StratML for tests: what the schemas of both parts ask for, written down a second time.

Facts from PerformancePlanOrReport20160216.xsd (ISO 17469-2) and StrategicPlanISOVersion20140401.xsd (ISO 17469-1):
order, number and names of elements, attributes and their words, the kinds of simple values. The schemas themselves
are not copied here, for no licence goes with them.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from lxml import etree

PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
PART_1 = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"

# Children as a regular expression over names, each followed by a blank.
_SHARED = {
    "StrategicPlanCore": "(Organization )*(Vision )?(Mission )?(Value )*(Goal )+",
    "Organization": "(Name )?(Acronym )?(Identifier )?(Description )?(Stakeholder )*",
    "Vision": "(Description )?(Identifier )?",
    "Mission": "(Description )?(Identifier )?",
    "Value": "(Name )?(Description )?",
    "Goal": "Name Description (Identifier )?(SequenceIndicator )?(Stakeholder )*(OtherInformation )?(Objective )*",
}
_OBJECTIVE = "(Name )?(Description )?(Identifier )?(SequenceIndicator )?(Stakeholder )*(OtherInformation )?"
_PERSON = "(GivenName )?(Surname )?(PhoneNumber )?(EmailAddress )?"
_RESULT = "(StartDate )?(EndDate )?(NumberOfUnits )?(Descriptor )?(Description )?"
CHILDREN = {
    PART_1: {
        **_SHARED,
        "StrategicPlan": "Name (Description )?(OtherInformation )?StrategicPlanCore (AdministrativeInformation )?",
        "Objective": _OBJECTIVE,
        "Stakeholder": "Name (Description )?",
        "AdministrativeInformation": "(StartDate )?(EndDate )?(PublicationDate )?(Source )?(Submitter )?",
        "Submitter": _PERSON,
    },
    PART_2: {
        **_SHARED,
        "PerformancePlanOrReport": "Name (Description )?(OtherInformation )?StrategicPlanCore "
        "(AdministrativeInformation )?(Submitter )?",
        "Objective": _OBJECTIVE + "(PerformanceIndicator )*",
        "Stakeholder": "Name (Description )?(Role )*",
        "Role": "Name (Description )?(RoleType ){0,2}",
        "PerformanceIndicator": "(SequenceIndicator )?MeasurementDimension UnitOfMeasurement (Identifier )?"
        "(Relationship )*(MeasurementInstance )*(OtherInformation )?",
        "Relationship": "(Identifier )?(ReferentIdentifier )*(Name )?(Description )?",
        "MeasurementInstance": "(TargetResult )*(ActualResult )*",
        "TargetResult": _RESULT,
        "ActualResult": _RESULT,
        "Descriptor": "(DescriptorName )?(DescriptorValue )?",
        "AdministrativeInformation": "(Identifier )?(StartDate )?(EndDate )?(PublicationDate )?(Source )?",
        "Submitter": "(Identifier )?" + _PERSON,
    },
}
ATTRIBUTES = {
    ("Stakeholder", "StakeholderTypeType"): {"Person", "Organization", "Generic_Group"},
    ("PerformancePlanOrReport", "Type"): {"Strategic_Plan", "Performance_Plan", "Performance_Report"},
    ("PerformanceIndicator", "ValueChainStage"): {
        "Outcome", "Output_Processing", "Output", "Input_Processing", "Input",
    },
    ("PerformanceIndicator", "PerformanceIndicatorType"): {"Quantitative", "Qualitative"},
    ("Relationship", "RelationshipType"): {"Broader_Than", "Peer_To", "Narrower_Than"},
}  # fmt: skip
ROOTS = {PART_1: "StrategicPlan", PART_2: "PerformancePlanOrReport"}
DATES = {"StartDate", "EndDate", "PublicationDate"}
NCNAME = r"[A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff][\w.\-]*"


def breaches(path: Path) -> list[str]:
    """What in a document is not as the schema of its part asks."""
    root = etree.fromstring(path.read_bytes())
    part = etree.QName(root).namespace or ""
    found = [] if etree.QName(root).localname == ROOTS.get(part) else [f"root {root.tag}"]
    if part == PART_2 and "Type" not in root.attrib:
        found.append("Type is required")
    identifiers: set[str] = set()
    for element in root.iter():
        found += _element(element, part, identifiers)
    return found


def _element(element: etree._Element, part: str, identifiers: set[str]) -> list[str]:
    name, found = etree.QName(element), []
    where = f"line {element.sourceline}, {name.localname}"
    if name.namespace != part:
        found.append(f"{where}: namespace {name.namespace}")
    text = element.text or ""
    pattern = CHILDREN[part].get(name.localname)
    children = "".join(f"{etree.QName(child).localname} " for child in element)
    if not re.fullmatch(pattern or "", children):
        found.append(f"{where}: children {children}")
    if pattern is not None and (text + "".join(child.tail or "" for child in element)).strip():
        found.append(f"{where}: text between elements")
    for attribute, value in element.attrib.items():
        if value not in ATTRIBUTES.get((name.localname, str(attribute)), set()):
            found.append(f"{where}: {attribute}={value}")
    if name.localname in DATES and not _day(text):
        found.append(f"{where}: {text} is no xsd:date")
    if name.localname == "NumberOfUnits" and not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", text):
        found.append(f"{where}: {text} is no xsd:decimal")
    if name.localname == "RoleType" and text not in ("Performer", "Beneficiary"):
        found.append(f"{where}: {text}")
    if name.localname == "Identifier":
        if not re.fullmatch(NCNAME, text) or text in identifiers:
            found.append(f"{where}: {text} is no xsd:ID, or there twice")
        identifiers.add(text)
    return found


def _day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
