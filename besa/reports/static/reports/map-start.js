// What every map needs before it is drawn: the library, once, and its words in the page's language.

export function loadLibrary(box) {
  loadLibrary.loading ??= new Promise((resolve, reject) => {
    const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: box.dataset.libraryStyle });
    const script = Object.assign(document.createElement("script"), { src: box.dataset.library, onload: resolve, onerror: reject });
    document.head.prepend(style);
    document.head.append(script);
  });
  return loadLibrary.loading;
}

export function localeOf({ dataset }) {
  return {
    "Map.Title": dataset.localeMapTitle,
    "NavigationControl.ZoomIn": dataset.localeZoomIn,
    "NavigationControl.ZoomOut": dataset.localeZoomOut,
    "GeolocateControl.FindMyLocation": dataset.localeFind,
    "GeolocateControl.LocationNotAvailable": dataset.localeNotAvailable,
    "AttributionControl.ToggleAttribution": dataset.localeAttribution,
    "Popup.Close": dataset.localeClose,
    "CooperativeGesturesHandler.WindowsHelpText": dataset.localeGesture,
    "CooperativeGesturesHandler.MacHelpText": dataset.localeGestureMac,
    "CooperativeGesturesHandler.MobileHelpText": dataset.localeGestureTouch,
  };
}
