"""What section55 is made of: pinned, hashed, of allowed licences, and told in a bill of materials."""

import json
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.supply_chain import bill_of_materials, licences
from tests.supply_chain.runtime import LOCK, declared, locked, runtime_packages
from tests.supply_chain.vulnerabilities import Audit, audit, judged


@pytest.fixture(scope="module")
def packages() -> dict[str, str]:
    return runtime_packages()


def is_bounded(requirement: Requirement) -> bool:
    return any(specifier.operator in {"<", "<=", "==", "~="} for specifier in requirement.specifier)


@pytest.mark.parametrize("requirement", declared(), ids=str)
def test_what_is_needed_has_an_upper_bound(requirement: Requirement) -> None:
    assert is_bounded(requirement)


def test_a_lower_bound_alone_is_none() -> None:
    assert not is_bounded(Requirement("figures>=1"))


def test_every_file_of_the_lock_has_its_hash_and_no_index_is_named() -> None:
    entries = locked()
    assert [name for name, entry in entries.items() if not entry.hash_count] == []
    text = LOCK.read_text(encoding="utf-8")
    assert len(entries) == sum(not line.startswith((" ", "#")) for line in text.splitlines())
    assert "://" not in text
    assert "--index" not in text


def test_a_line_without_a_hash_is_seen(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text(f"one==1 \\\n    --hash=sha256:{'0' * 64}\n    # via two\ntwo[more]==2.0\n")
    assert {name: entry.hash_count for name, entry in locked(lock).items()} == {"one": 1, "two": 0}


def test_what_is_installed_is_what_is_locked(packages: dict[str, str]) -> None:
    entries = locked()
    assert {name: entries[name].version for name in packages} == packages
    assert "pytest" not in packages
    assert {"duckdb", "prefect", "dbt-core", "great-expectations"} <= packages.keys()


def test_every_licence_is_allowed_or_decided_on(packages: dict[str, str]) -> None:
    found = licences.installed_licences(packages)
    assert found.keys() == packages.keys()
    decided = licences.decided_packages()
    assert licences.not_allowed(found, licences.allowed_licences(), decided) == []
    assert [name for name, licence in decided.items() if found.get(name) != licence] == []


@pytest.mark.parametrize(
    "licence",
    [
        "GPL-3.0-or-later",
        "MIT AND AGPL-3.0-only",
        "MIT OR LGPL-2.1-only",
        "GNU Affero General Public License v3; MIT License",
        "UNKNOWN",
        "",
    ],
)
def test_other_licences_are_told(licence: str) -> None:
    allowed = licences.allowed_licences()
    assert licences.not_allowed({"figures": licence}, allowed, {}) == [f"figures: {licence}"]
    assert licences.not_allowed({"figures": licence}, allowed, {"figures": licence}) == []


def test_no_copyleft_of_programs_is_allowed() -> None:
    assert [name for name in licences.allowed_licences() if "GPL" in name or "GNU" in name] == []


def test_brackets_hold_parts_together_and_belong_to_names() -> None:
    assert licences.parts("MPL-2.0 AND (Apache-2.0 OR MIT)") == ["MPL-2.0", "Apache-2.0", "MIT"]
    assert licences.parts("Mozilla Public License 2.0 (MPL 2.0)") == [
        "Mozilla Public License 2.0 (MPL 2.0)"
    ]


def test_the_bill_lists_what_is_installed_at_run_time(
    packages: dict[str, str], tmp_path: Path
) -> None:
    bill_of_materials.write(tmp_path / "build" / "sbom.json", packages)
    bill = json.loads((tmp_path / "build" / "sbom.json").read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert {
        one["name"].lower().replace("_", "-").replace(".", "-"): one["version"]
        for one in bill["components"]
    } == packages
    assert all(one["purl"].startswith("pkg:pypi/") for one in bill["components"])
    refs = {one["bom-ref"] for one in bill["components"]}
    named = {ref for one in bill["dependencies"] for ref in one.get("dependsOn", [])}
    assert named <= refs


def test_a_bill_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": "one",
        "metadata": {"component": {"bom-ref": "root"}}, "components": [], "dependencies": [],
    }  # fmt: skip
    monkeypatch.setattr(bill_of_materials, "_of_environment", lambda: broken)
    with pytest.raises(ValueError, match="no valid CycloneDX"):
        bill_of_materials.write(tmp_path / "sbom.json", [])
    assert not (tmp_path / "sbom.json").exists()


SKIPPED = {"name": "two", "skip_reason": "not found"}
SOUND = {"name": "one", "version": "1", "vulns": []}
BROKEN = {"name": "one", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["1.1"]}]}


@pytest.mark.parametrize(
    ("answer", "exit_code", "told"),
    [
        (json.dumps({"dependencies": [SOUND, SOUND]}), 0, "none known in 2 packages"),
        (json.dumps({"dependencies": [BROKEN, SKIPPED]}), 1, "one 1: CVE-1, mended in 1.1"),
        (json.dumps({"dependencies": [SOUND, SKIPPED]}), 2, "NOT CHECKED: 1 of 2 packages"),
        (json.dumps({"dependencies": [SOUND]}), 2, "NOT CHECKED: 1 of 2 packages"),
        (json.dumps({"dependencies": []}), 2, "osv does not know them"),
        ("", 2, "NOT CHECKED: 2 of 2 packages: osv does not answer"),
    ],
)
def test_what_was_not_checked_is_no_pass(answer: str, exit_code: int, told: str) -> None:
    found = judged(answer, 2, "osv")
    assert found.exit_code == exit_code
    assert told in str(found)


def test_a_service_that_nobody_reaches_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    lock = tmp_path / "requirements.txt"
    lock.write_text(f"one==1 --hash=sha256:{'0' * 64}\n")
    found = audit(lock, 1, ("osv",))
    assert found == Audit(0, 1, reason="osv does not answer")
    assert found.exit_code == 2
