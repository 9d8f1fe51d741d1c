// allauth's passkey scripts tell of a failure by an event; people need a sentence.
// The sentence is in the page, in their language, and hidden until then.
const trouble = document.querySelector("[data-passkey-trouble]");

document.addEventListener("allauth.error", (event) => {
  if (!trouble) return;
  event.preventDefault();
  trouble.hidden = false;
  trouble.scrollIntoView({ block: "nearest" });
});
