"""The practice target as a delivery meets it, over real HTTP."""

import httpx
import pytest

from mapping_dsl import exact_json
from studio.practice_target.serving import TargetServer

INCIDENT = {
    "sourceReference": "TLP-1",
    "formId": "theft",
    "grade": "R",
    "riskFlags": [],
    "narrative": "A bicycle is gone.",
    "persons": [],
    "vehicles": [],
    "property": [],
}


def create(target: httpx.Client, record: object = INCIDENT, key: str = "key-1") -> httpx.Response:
    return target.post("/chs.incident/records", json=record, headers={"Idempotency-Key": key})


def fault(target: httpx.Client, kind: str, **details: object) -> None:
    target.post("/faults", json=[{"kind": kind, **details}]).raise_for_status()


def held(target: httpx.Client, source_reference: str = "TLP-1") -> list[dict[str, object]]:
    answer = target.get("/chs.incident/records", params={"source_reference": source_reference})
    return list(exact_json.loads(answer.content)["records"])


def test_a_record_gets_a_number_of_the_targets_own(target: httpx.Client) -> None:
    answer = create(target)

    assert answer.status_code == 201
    reference = answer.json()["reference"]
    assert reference.startswith("CHS-")
    assert target.get(f"/chs.incident/records/{reference}").json()["record"]["chsReference"] == reference


def test_the_same_key_twice_makes_one_record(target: httpx.Client) -> None:
    first, second = create(target), create(target)

    assert first.json()["reference"] == second.json()["reference"]
    assert len(held(target)) == 1


def test_two_keys_make_two_records_as_they_would_in_a_system_that_trusts_its_callers(target: httpx.Client) -> None:
    create(target, key="key-1")
    create(target, key="key-2")

    assert len(held(target)) == 2


def test_a_record_without_a_key_is_refused(target: httpx.Client) -> None:
    answer = target.post("/chs.incident/records", json=INCIDENT)

    assert answer.status_code == 400
    assert held(target) == []


def test_one_client_never_sees_the_record_of_another(target: httpx.Client) -> None:
    reference = create(target).json()["reference"]

    target.headers["X-Client"] = "northshire"

    assert held(target) == []
    assert target.get(f"/chs.incident/records/{reference}").status_code == 404
    assert target.put(f"/chs.incident/records/{reference}", json=INCIDENT).status_code == 404


def test_an_update_changes_the_same_record(target: httpx.Client) -> None:
    reference = create(target).json()["reference"]

    answer = target.put(f"/chs.incident/records/{reference}", json=INCIDENT | {"grade": "S"})

    assert answer.json() == {"reference": reference, "edition": 2}
    assert [record["record"]["grade"] for record in held(target)] == ["S"]  # type: ignore[index]


def test_numbers_keep_their_digits(target: httpx.Client) -> None:
    body = exact_json.dumps(INCIDENT).replace('"property": []', '"property": [{"value": 0.10}]')

    reference = target.post("/chs.incident/records", content=body, headers={"Idempotency-Key": "key-1"}).json()[
        "reference"
    ]

    assert '"value": 0.10' in target.get(f"/chs.incident/records/{reference}").text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"grade": "Z"}, "grade is not one of the agreed values"),
        ({"narrative": None}, "narrative must be filled"),
        ({"colour": "red"}, "the record holds a field that this record has not"),
        ({"persons": [{"fullName": "A"}]}, "persons[1] lacks role"),
        ({"callerPostcode": "W23 9JG and more"}, "callerPostcode is longer than 8 characters"),
    ],
)
def test_a_record_that_breaks_the_schema_is_refused_with_the_place(
    target: httpx.Client, change: dict[str, object], sentence: str
) -> None:
    answer = create(target, INCIDENT | change)

    assert answer.status_code == 422
    assert answer.json() == {"problems": [sentence]}
    assert held(target) == []


def test_connect_takes_records_and_fills_its_own_fields(target: httpx.Client) -> None:
    empty: dict[str, object] = {name: [] for name in ("persons", "objects", "locations", "events", "links")}

    answer = target.post(
        "/connect.crime/records",
        json=empty | {"investigation": {"sourceReference": "TLP-1"}},
        headers={"Idempotency-Key": "key-1"},
    )

    found = target.get("/connect.crime/records", params={"source_reference": "TLP-1"}).json()["records"]
    assert [record["reference"] for record in found] == [answer.json()["reference"]]
    assert found[0]["record"]["investigation"]["ref"] == answer.json()["reference"]
    assert found[0]["record"]["investigation"]["recordedAt"] is not None


def test_a_refusal_stores_nothing_and_passes_when_its_times_are_over(target: httpx.Client) -> None:
    fault(target, "refuse", times=1)

    first, second = create(target), create(target)

    assert (first.status_code, second.status_code) == (503, 201)
    assert len(held(target)) == 1


def test_a_breakdown_stores_nothing(target: httpx.Client) -> None:
    fault(target, "error")

    assert create(target).status_code == 500
    assert held(target) == []


def test_a_dropped_answer_leaves_a_record_that_a_look_up_finds(target: httpx.Client) -> None:
    fault(target, "drop", times=1)

    with pytest.raises(httpx.RemoteProtocolError):
        create(target)

    assert len(held(target)) == 1


def test_a_time_out_stores_nothing(target: httpx.Client) -> None:
    fault(target, "time out", times=1, seconds=5)

    with pytest.raises(httpx.ReadTimeout):
        target.post("/chs.incident/records", json=INCIDENT, headers={"Idempotency-Key": "key-1"}, timeout=0.05)

    assert held(target) == []


def test_a_fault_for_one_kind_of_record_leaves_the_others_alone(target: httpx.Client) -> None:
    fault(target, "refuse", record="connect.crime")

    assert create(target).status_code == 201


def test_a_fault_that_nobody_knows_is_told_in_a_sentence(target: httpx.Client) -> None:
    answer = target.post("/faults", json=[{"kind": "explode"}])

    assert answer.status_code == 422
    assert "explode" in answer.json()["problems"][0]


def test_the_page_lists_what_was_delivered_and_leads_to_it(target: httpx.Client) -> None:
    reference = create(target).json()["reference"]

    assert f'href="/pages/{reference}"' in target.get("/").text
    assert "A bicycle is gone." in target.get(f"/pages/{reference}").text


def test_the_records_outlive_the_process(server: TargetServer, target: httpx.Client) -> None:
    reference = create(target).json()["reference"]

    assert server.target.store.by_number(reference) is not None
