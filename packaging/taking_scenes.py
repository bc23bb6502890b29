"""Draws what takes calls elsewhere and brings them in: export, report and import."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screenshots import Studio

COMMANDS = """curl 'https://dfw.images.api.rackspacecloud.com/v2/images?limit=20' -H "X-Auth-Token: $OS_TOKEN"
curl -X PATCH https://glance.example.org/v2/images/7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41 -u alice:example \\
  -H 'Content-Type: application/openstack-images-v2.1-json-patch' \\
  -d '[{"op": "replace", "path": "/name", "value": "web-01"}]'
curl "https://glance.example.org/v2/images/$IMAGE_ID/members"
curl https://www.example.com/health
"""


def taking(studio: Studio, tag: str) -> None:
    """The three dialogs."""
    window = studio.window
    studio.send("cloud-images.list-images", limit=2)
    exchange = window.answers.current.exchange
    export = window.taking.export(exchange)
    export.stand_ins.setChecked(True)
    studio.wait(lambda: export.ready)
    studio.shoot(f"export-{tag}", export)
    export.close()
    report = window.taking.report_call(exchange)
    studio.wait(report.text.isEnabled)
    studio.shoot(f"report-{tag}", report)
    report.close()
    bring = window.taking.import_calls()
    bring.source.setPlainText(COMMANDS)
    studio.wait(lambda: bring.table.total == 4 and bring.go.isEnabled())
    studio.shoot(f"import-{tag}", bring)
    bring.close()
