// A text that was sent from this page's forms has arrived when this page is shown: its draft on the device may go.
import { forgetDraft } from "../core/store.js";

const name = sessionStorage.getItem("besa-sent");
if (name) {
  sessionStorage.removeItem("besa-sent");
  forgetDraft(name);
}
