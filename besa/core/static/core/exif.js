// Where a photo was taken, read on the phone: drawing it smaller drops all of its metadata.
// Source: CIPA DC-008 (Exif), TIFF 6.0. Every number of the file is distrusted.

const MOST_BYTES = 512 * 1024;

/** {lat, lon} in degrees of a JPEG, HEIC, WebP or PNG file, or null. */
export async function placeOf(file) {
  const view = new DataView(await file.slice(0, MOST_BYTES).arrayBuffer());
  try {
    const start = tiffStart(view);
    return start < 0 ? null : position(view, start);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

// All four formats hold the same block: "Exif\0\0" (PNG: the chunk name "eXIf"), then a TIFF header.
function tiffStart(view) {
  for (let at = 0; at + 14 < view.byteLength; at += 1) {
    const name = view.getUint32(at);
    const header = name === 0x45786966 && view.getUint16(at + 4) === 0 ? at + 6 : name === 0x65584966 ? at + 4 : 0;
    if (header && isTiff(view, header)) return header;
  }
  return -1;
}

function isTiff(view, at) {
  const order = view.getUint16(at);
  return (order === 0x4949 && view.getUint16(at + 2, true) === 42) || (order === 0x4d4d && view.getUint16(at + 2) === 42);
}

function position(view, start) {
  const little = view.getUint16(start) === 0x4949;
  const root = directory(view, start, view.getUint32(start + 4, little), little);
  const gps = root.get(0x8825);
  if (gps === undefined) return null;
  const tags = directory(view, start, view.getUint32(gps + 8, little), little);
  const lat = angle(view, start, tags.get(2), little, sign(view, tags.get(1), "S"));
  const lon = angle(view, start, tags.get(4), little, sign(view, tags.get(3), "W"));
  const right = Number.isFinite(lat) && Number.isFinite(lon) && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  // Phones without a fix write zeros.
  return right && (lat !== 0 || lon !== 0) ? { lat, lon } : null;
}

function directory(view, start, offset, little) {
  const entries = new Map();
  const count = view.getUint16(start + offset, little);
  for (let n = 0; n < Math.min(count, 200); n += 1) {
    const at = start + offset + 2 + 12 * n;
    entries.set(view.getUint16(at, little), at);
  }
  return entries;
}

function sign(view, at, negative) {
  return at !== undefined && String.fromCharCode(view.getUint8(at + 8)) === negative ? -1 : 1;
}

function angle(view, start, at, little, factor) {
  if (at === undefined || view.getUint16(at + 2, little) !== 5 || view.getUint32(at + 4, little) !== 3) return NaN;
  const values = start + view.getUint32(at + 8, little);
  const part = (n) => view.getUint32(values + 8 * n, little) / view.getUint32(values + 8 * n + 4, little);
  return factor * (part(0) + part(1) / 60 + part(2) / 3600);
}
