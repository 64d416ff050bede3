"""CITATION.cff is of the Citation File Format 1.2.0 and of this version."""

import tomllib

import yaml

from warehouse.paths import PROJECT_FOLDER


def test_the_citation_has_what_its_format_asks_for_and_the_version_of_the_project():
    cited = yaml.safe_load((PROJECT_FOLDER / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((PROJECT_FOLDER / "pyproject.toml").read_text(encoding="utf-8"))
    # https://github.com/citation-file-format/citation-file-format: these four are required.
    assert cited["cff-version"] == "1.2.0"
    assert cited["message"]
    assert cited["title"] == project["project"]["name"]
    assert cited["authors"] == [{"name": "section55 contributors"}]
    assert cited["version"] == project["project"]["version"]
    assert cited["license"] == project["project"]["license"]
