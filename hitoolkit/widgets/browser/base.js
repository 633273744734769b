// What all widgets share: making elements, the line that is read aloud, sending, and listening while shown.

function make(name, traits = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(traits)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...inside.filter((one) => one !== null && one !== undefined));
  return made;
}

function shape(name, traits, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(traits)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

const button = (text, action, traits = {}) => make("button", { type: "button", onclick: action, ...traits }, text);

// HTML comes from the package's own Python alone, with every text of the data escaped there.
function html(text, traits = {}) {
  const made = make("div", traits);
  made.innerHTML = text;
  return made;
}

// One widget: `build(place)` fills it anew whenever one of `names` changes; what is said stays in one live region.
function widget({ model, el }, label, names, build) {
  const place = make("div");
  const said = make("p", { role: "status", class: "hi-said" });
  const root = make("section", { class: "hi-w", lang: "en-GB", "aria-label": label }, place, said);
  // Long words stand on the page already: they are read aloud, and not shown twice.
  const tell = (text) => { said.textContent = text; said.className = text.length > 90 ? "hi-said hi-vh" : "hi-said"; };
  const send = (what, values = {}) => model.send({ do: what, ...values });
  const again = () => { place.replaceChildren(); build(place, { model, send, tell, root }); };
  const heard = () => tell(model.get("said"));
  for (const name of names) model.on(`change:${name}`, again);
  model.on("change:said", heard);
  // Arrow keys and letters belong to the control that has the focus, not to the notebook around it.
  root.addEventListener("focusin", (event) => { event.target.dataset.lmSuppressShortcuts = "true"; });
  again();
  tell(model.get("said"));
  el.append(root);
  return () => {
    for (const name of names) model.off(`change:${name}`, again);
    model.off("change:said", heard);
  };
}

function keep(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  model.save_changes();
}

const question = (view) => [
  !view.synthetic ? null : make("p", { class: "hi-soft" }, make("strong", {}, "Synthetic data. "), "No figure here is about real people."),
  make("p", { class: "hi-q" }, view.question || view.title || ""),
].filter(Boolean);

// A number as it is written: thousands with a comma.
const written = (number) => Number(number).toLocaleString("en-GB", { maximumFractionDigits: 2 });
