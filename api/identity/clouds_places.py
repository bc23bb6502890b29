"""Where a clouds.yaml may lie, and what it says; errors name the place in it and never its text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from api.errors import ProfileError

SUFFIXES = (".yaml", ".yml", ".json")


def find_clouds_file(given: str, environment: Mapping[str, str], *, working_directory: bool) -> Path | None:
    """The file that was given, else the first of the usual ones, None when there is none.

    Usual are OS_CLIENT_CONFIG_FILE, the working directory (only with ``working_directory``: whoever can put
    a file there could send the password elsewhere), the person's and the machine's configuration folders.
    Raises ProfileError when the given file is not there.
    """
    if given:
        path = Path(given).expanduser().absolute()
        if not path.is_file():
            raise ProfileError(f"There is no file {path}.", "Choose the clouds.yaml again.")
        return path
    return next((path for path in _usual(environment, working_directory) if path.is_file()), None)


def beside(clouds_file: Path, stem: str) -> Path | None:
    """The file of that stem in the same folder ("secure", "clouds-public"), None when there is none."""
    found = (clouds_file.with_name(stem + suffix) for suffix in SUFFIXES)
    return next((path for path in found if path.is_file()), None)


def parse(path: Path) -> dict[str, Any]:
    """The mapping in a YAML or JSON file. Raises ProfileError, which never repeats the file's text."""
    import yaml

    try:
        text = path.read_text(encoding="utf-8-sig")
        content = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except OSError as error:
        raise ProfileError(f"{path} cannot be read.", details=error.strerror or "") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ProfileError(f"{path} is not valid{_place(error)}.", "Correct the file.") from None
    if not isinstance(content, dict):
        raise ProfileError(f"{path} holds no mapping.", "A clouds.yaml begins with clouds:.")
    return content


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else getattr(error, "lineno", None)
    return f" in line {line}" if line else ""


def _usual(environment: Mapping[str, str], working_directory: bool) -> Iterator[Path]:
    import platformdirs

    if named := environment.get("OS_CLIENT_CONFIG_FILE"):
        yield Path(named).absolute()
    folders = [Path.cwd()] if working_directory else []
    folders.append(Path(platformdirs.user_config_dir("openstack", "OpenStack")))
    folders.append(Path("~/.config/openstack").expanduser())
    folders.append(Path(platformdirs.site_config_dir("openstack", "OpenStack")))
    folders.append(Path("/etc/openstack"))
    for folder in folders:
        for suffix in SUFFIXES:
            yield folder / f"clouds{suffix}"
