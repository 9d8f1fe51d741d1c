"""Sets the PDFs of the demonstration, a programme and a contract: python -m dev.demonstration_files"""

from __future__ import annotations

from pathlib import Path

import typst

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "besa/site/demonstration/files"
FONTS = ROOT / "node_modules/@expo-google-fonts/source-sans-3"


def main() -> None:
    """Write each PDF beside its source."""
    for source in FOLDER.glob("*.typ"):
        typst.compile(
            source,
            output=source.with_suffix(".pdf"),
            font_paths=[FONTS / name for name in ("400Regular", "700Bold")],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
        )


if __name__ == "__main__":
    main()
