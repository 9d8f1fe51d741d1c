"""Drawn pictures of problems, for the demonstration and for practice, so that no real photo is carried along."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1200
HORIZON = 620
_Draw = ImageDraw.ImageDraw


def picture_of(subject: str, seed: int, *, mended: bool = False) -> io.BytesIO:
    """A JPEG of a street with its problem, or after it was mended. Unknown subjects show the street alone."""
    chance = random.Random(seed)
    image = _street(chance)
    problem = _PROBLEMS.get(subject)
    if problem and not mended:
        problem(ImageDraw.Draw(image), chance)
    file = io.BytesIO()
    image.reduce(2).save(file, "JPEG", quality=80)
    file.seek(0)
    return file


def _street(chance: random.Random) -> Image.Image:
    light = chance.uniform(0.75, 1.0)
    image = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    for y in range(HORIZON):
        share = y / HORIZON
        draw.line(
            [(0, y), (WIDTH, y)], fill=_lit((150 + 70 * share, 185 + 40 * share, 215 + 20 * share), light)
        )
    begin = chance.randint(0, 700)  # where the mountains begin
    ridge = [(x, HORIZON - 170 - 90 * abs(((x + begin) % 700) / 350 - 1)) for x in range(0, WIDTH + 80, 80)]
    draw.polygon([(0, HORIZON), *ridge, (WIDTH, HORIZON)], fill=_lit((96, 122, 120), light))
    x = -40
    while x < WIDTH:
        x += _house(draw, chance, x, light) + chance.randint(8, 50)
    draw.rectangle([0, HORIZON, WIDTH, HORIZON + 110], fill=_lit((176, 170, 158), light))
    draw.rectangle([0, HORIZON + 100, WIDTH, HORIZON + 118], fill=_lit((142, 138, 130), light))
    draw.rectangle([0, HORIZON + 118, WIDTH, HEIGHT], fill=_lit((92, 93, 96), light))
    for dash in range(-100, WIDTH, 330):
        draw.polygon(
            [(dash, 930), (dash + 170, 930), (dash + 185, 950), (dash + 5, 950)],
            fill=_lit((222, 220, 210), light),
        )
    return image


def _house(draw: _Draw, chance: random.Random, x: int, light: float) -> int:
    width, height = chance.randint(180, 330), chance.randint(170, 400)
    wall = chance.choice(
        [(214, 196, 170), (198, 178, 160), (224, 214, 196), (188, 170, 160), (205, 206, 200)]
    )
    top = HORIZON - height
    draw.rectangle([x, top, x + width, HORIZON], fill=_lit(wall, light))
    draw.polygon(
        [(x - 14, top), (x + width // 2, top - 60), (x + width + 14, top)], fill=_lit((150, 88, 70), light)
    )
    for window_y in range(top + 30, HORIZON - 70, 85):
        for window_x in range(x + 26, x + width - 50, 72):
            draw.rectangle(
                [window_x, window_y, window_x + 38, window_y + 50], fill=_lit((110, 132, 146), light)
            )
    return width


def _lit(colour: tuple[float, float, float], light: float) -> tuple[int, int, int]:
    return (round(colour[0] * light), round(colour[1] * light), round(colour[2] * light))


def _pothole(draw: _Draw, chance: random.Random) -> None:
    x, y = chance.randint(480, 900), chance.randint(960, 1020)
    draw.ellipse([x, y, x + 380, y + 130], fill=(58, 56, 54))
    draw.ellipse([x + 26, y + 26, x + 350, y + 122], fill=(74, 68, 60))
    draw.ellipse([x + 70, y + 52, x + 300, y + 112], fill=(120, 130, 134))
    for _ in range(14):
        stone_x, stone_y = x + chance.randint(-60, 420), y + chance.randint(-20, 150)
        draw.ellipse([stone_x, stone_y, stone_x + 22, stone_y + 14], fill=(70, 68, 66))


def _waste(draw: _Draw, chance: random.Random) -> None:
    x = chance.randint(420, 800)
    draw.rectangle([x, HORIZON - 110, x + 250, HORIZON + 90], fill=(54, 98, 72))
    draw.rectangle([x - 12, HORIZON - 132, x + 262, HORIZON - 104], fill=(40, 76, 56))
    for _ in range(26):
        bag_x, bag_y, size = (
            x + chance.randint(-210, 420),
            HORIZON + chance.randint(-10, 110),
            chance.randint(40, 92),
        )
        shade = chance.randint(26, 70)
        colour = chance.choice([(shade, shade, shade + 6), (190, 188, 180), (60, 90, 140), (170, 60, 50)])
        draw.ellipse([bag_x, bag_y, bag_x + size, bag_y + round(size * 0.7)], fill=colour)


def _lighting(draw: _Draw, chance: random.Random) -> None:
    draw.rectangle([0, 0, WIDTH, HEIGHT], fill=(16, 20, 34))
    for x in range(60, WIDTH, 190):
        draw.rectangle([x, 330, x + 120, HORIZON], fill=(26, 30, 46))
        if chance.random() < 0.4:
            draw.rectangle([x + 30, 400, x + 62, 444], fill=(206, 170, 96))
    draw.rectangle([0, HORIZON, WIDTH, HEIGHT], fill=(22, 24, 32))
    for x in (330, 1130):
        draw.rectangle([x, 190, x + 16, HORIZON + 40], fill=(64, 68, 78))
        draw.rectangle([x, 190, x + 120, 202], fill=(64, 68, 78))
        draw.ellipse([x + 96, 198, x + 138, 222], fill=(44, 46, 52))


def _pavement(draw: _Draw, chance: random.Random) -> None:
    for _ in range(22):
        x, y = chance.randint(260, 1250), HORIZON + chance.randint(6, 84)
        lean = chance.randint(-12, 18)
        draw.polygon(
            [(x, y), (x + 86, y + lean), (x + 80, y + 34 + lean), (x - 6, y + 30)], fill=(150, 144, 132)
        )
        draw.line([(x, y), (x + 86, y + lean)], fill=(86, 82, 76), width=5)


def _water(draw: _Draw, chance: random.Random) -> None:
    x = chance.randint(380, 800)
    draw.ellipse([x, 880, x + 720, 1150], fill=(122, 144, 156))
    draw.ellipse([x + 90, 920, x + 560, 1090], fill=(156, 176, 186))
    for _ in range(30):
        drop_x = x + 330 + chance.randint(-90, 90)
        draw.line([(x + 330, 920), (drop_x, 760 + chance.randint(0, 90))], fill=(206, 220, 226), width=6)


def _road_sign(draw: _Draw, chance: random.Random) -> None:
    x = chance.randint(600, 900)
    draw.line([(x, HORIZON + 90), (x + 300, 440)], fill=(120, 122, 124), width=20)
    draw.regular_polygon((x + 330, 400, 100), 8, rotation=20, fill=(176, 52, 44))
    draw.rectangle([x + 268, 388, x + 392, 412], fill=(236, 232, 226))


_PROBLEMS: dict[str, Callable[[_Draw, random.Random], None]] = {
    "pothole": _pothole,
    "waste": _waste,
    "lighting": _lighting,
    "pavement": _pavement,
    "barrier": _pavement,
    "water": _water,
    "sewage": _water,
    "road_sign": _road_sign,
}
