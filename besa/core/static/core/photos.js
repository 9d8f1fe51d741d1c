// Photos of the form: read for their place, shrunk, shown, removable. The form sends what is in `photos`.
// Reading and shrinking are loaded with the first photo.

const MOST = 6;

export class Photos {
  constructor(form, { changed, placed, say }) {
    Object.assign(this, { form, changed, placed, say, files: [] });
    this.input = form.querySelector("input[type=file][name=photos]");
    this.list = form.querySelector("[data-previews]");
    this.input.addEventListener("change", () => this.take([...this.input.files]));
  }

  get room() {
    return MOST - this.files.length - this.form.querySelectorAll('input[name="drop"]:not(:checked)').length;
  }

  async take(files) {
    this.input.value = "";
    if (files.length > this.room) this.say(this.form.dataset.tooMany);
    const [{ placeOf }, { shrink }] = await Promise.all([import("./exif.js"), import("./shrink.js")]);
    for (const file of files.slice(0, Math.max(0, this.room))) {
      const place = await placeOf(file);
      this.files.push(await shrink(file));
      if (place) this.placed(place);
    }
    this.show();
    this.changed();
  }

  restore(files) {
    this.files = files.slice(0, Math.max(0, this.room));
    this.show();
  }

  show() {
    for (const picture of this.list.querySelectorAll("img")) URL.revokeObjectURL(picture.src);
    this.list.replaceChildren(...this.files.map((file, number) => this.preview(file, number)));
  }

  preview(file, number) {
    const item = document.createElement("li");
    const { photo, remove } = this.form.dataset;
    const picture = Object.assign(new Image(), { src: URL.createObjectURL(file), alt: `${photo} ${number + 1}` });
    // A format that this browser cannot show (HEIC outside Safari) still goes out.
    picture.addEventListener("error", () => picture.replaceWith(file.name));
    const button = Object.assign(document.createElement("button"), { type: "button", className: "small" });
    button.textContent = `${remove}: ${photo.toLowerCase()} ${number + 1}`;
    button.addEventListener("click", () => {
      this.files.splice(number, 1);
      this.show();
      this.changed();
      this.input.focus();
    });
    item.append(picture, button);
    return item;
  }
}
