// A phone that is shared forgets what it kept for somebody who signs out.
import { forgetDraft, forgetOwn, queued } from "./store.js";

/** Ask when something of theirs has not been sent, forget, and sign out. */
export async function leave(form) {
  const unsent = (await queued()).some((item) => item.owner);
  if (unsent && !window.confirm(form.dataset.leaving)) return;
  await forgetOwn();
  form.submit();
}

/** A session that ran out takes the route with it; what waits to be sent stays until its owner is back. */
export const forgetRoute = () => Promise.all(["own:route", "own:route:practice", "own:route:visits"].map((name) => forgetDraft(name)));
