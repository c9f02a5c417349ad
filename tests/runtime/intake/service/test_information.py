from mapping_dsl import Library
from runtime.intake import DeviceDetails
from runtime.intake.service.information import read_information
from runtime.intake.service.keys import read_services
from tests.runtime.intake.conftest import ROOT
from tests.runtime.intake.making_mails import information

SERVICES = read_services(Library(ROOT / "mappings"))


def test_what_the_service_says_is_read() -> None:
    said = read_information(information() + "Attachments: 2\nForce identifier: 31\nBrand: metro\n", SERVICES)

    assert said is not None
    assert (said.reference, said.form_code, said.version) == ("TLP-10032-26-3100-000", "TLP", "1.0")
    assert (said.submitted_at, said.channel, said.language) == ("2026-10-05T08:40:07+01:00", "Website", "en")
    assert (said.attachments, said.force_identifier, said.brand) == (2, "31", "metro")
    assert said.device == DeviceDetails("192.0.2.1", "Mozilla/5.0", "Desktop")


def test_what_it_does_not_say_is_none() -> None:
    said = read_information("Form code: TLP\nForm version: none\nReference:\nIP address: unknown\n", SERVICES)

    assert said is not None
    assert (said.version, said.reference, said.device.ip_address, said.attachments) == (None, None, None, None)


def test_a_text_that_says_nothing_of_a_form_is_none() -> None:
    assert read_information("Reference: none\nI am away until Monday.\nTel: 1\nFax: 2\n", SERVICES) is None
