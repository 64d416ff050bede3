"""What section55 is made of: tests/supply_chain holds the rules, here they are counted."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.reliability.trials import Trials
from tests.supply_chain import licences
from tests.supply_chain.runtime import LOCK, locked, runtime_packages
from tests.supply_chain.vulnerabilities import audit

Promise = Callable[[str], AbstractContextManager[Trials]]

PINNED = "Every package is pinned, hashed and of an allowed licence"
SOUND = "No package has a known vulnerability"


def test_every_package_is_pinned_hashed_and_of_an_allowed_licence(promise: Promise) -> None:
    with promise(PINNED) as trials:
        for name, entry in locked().items():
            trials.record(ok=entry.hash_count > 0, what=f"{name} has no hash")
        packages = runtime_packages()
        for name, version in packages.items():
            trials.record(ok=locked()[name].version == version, what=f"{name} is {version}")
        allowed, decided = licences.allowed_licences(), licences.decided_packages()
        for name, licence in licences.installed_licences(packages).items():
            refused = licences.not_allowed({name: licence}, allowed, decided)
            trials.record(ok=not refused, what=f"{name} is {licence}")


def test_no_package_has_a_known_vulnerability(promise: Promise) -> None:
    with promise(SOUND) as trials:
        if not trials.is_full:
            pytest.skip("`make reliability` and `make audit` ask the services")
        found = audit(LOCK, len(locked()))
        if not found.checked_count:
            pytest.skip(str(found))
        for _ in range(found.checked_count - len(found.known)):
            trials.record(ok=True, what="checked")
        for known in found.known:
            trials.record(ok=False, what=known)
        for _ in range(found.package_count - found.checked_count):
            trials.record(ok=False, what=str(found))
