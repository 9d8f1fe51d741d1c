// Where the phone is.

/** {lat, lon} in degrees; rejects when the person or the phone does not tell. */
export function whereAmI() {
  return new Promise((done, failed) => {
    if (!navigator.geolocation) return failed(new Error("no geolocation"));
    return navigator.geolocation.getCurrentPosition(
      ({ coords }) => done({ lat: coords.latitude, lon: coords.longitude }),
      failed,
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  });
}
