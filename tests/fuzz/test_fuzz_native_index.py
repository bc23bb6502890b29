"""The native reader of answers is tried with damaged documents and a compiler that notices any mistake with memory."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS_A_SECOND = 300


def test_the_library_keeps_within_its_memory(tmp_path, request):
    """Built with the address and undefined-behaviour sanitizers, it reads damaged input without a complaint."""
    sys.path.insert(0, str(ROOT / "packaging"))
    try:
        import build_native
    finally:
        sys.path.pop(0)
    count = str(400 + int(request.config.getoption("--fuzz-seconds") * DOCUMENTS_A_SECOND))
    seed = "1" if count == "400" else str(int.from_bytes(os.urandom(4)))
    target = tmp_path / "checked.so"
    build_native.build(target, ("-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"))
    runtime = subprocess.run(
        [build_native.compiler(), "-print-file-name=libasan.so"], capture_output=True, text=True, check=True
    )
    checked = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "fuzz" / "checked_reader.py"), str(target), count, seed],
        env=os.environ | {
            "LD_PRELOAD": runtime.stdout.strip(), "ASAN_OPTIONS": "detect_leaks=0", "PYTHONMALLOC": "malloc",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (checked.returncode, checked.stderr) == (0, ""), f"seed {seed}"
    assert checked.stdout.strip() == f"{count} documents"
