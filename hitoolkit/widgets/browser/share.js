// Share: a slider and a number box for one share, and what the measure would be.

function render(context) {
  let waiting = 0;
  const place = {};
  const heard = () => { const answer = context.model.get("answer"); place.big.textContent = answer.big; place.text.textContent = answer.text; };
  const close = widget(context, "People of unknown group", [], (root, { model, send, tell }) => {
    const view = model.get("view");
    const name = `Of every 100 people of unknown group, how many belong to ${view.label}?`;
    const ask = (value) => { clearTimeout(waiting); waiting = setTimeout(() => send("share", { share: value }), 60); };
    const slide = make("input", { type: "range", min: 0, max: view.most, step: 1, value: model.get("at"), "aria-label": `${name} On a line`, class: "hi-slide",
      oninput: () => { box.value = slide.value; box.removeAttribute("aria-invalid"); ask(Number(slide.value)); } });
    const box = make("input", { type: "number", min: 0, max: view.most, step: 1, value: model.get("at"), inputmode: "numeric", "aria-label": `${name} As a number`,
      oninput: () => {
        const value = Number(box.value);
        if (box.value === "" || !Number.isInteger(value) || value < 0 || value > view.most) { box.setAttribute("aria-invalid", "true"); tell(`Write a whole number between 0 and ${view.most}.`); return; }
        box.removeAttribute("aria-invalid"); slide.value = value; ask(value);
      } });
    place.big = make("p", { class: "hi-big" });
    place.text = make("p", {});
    root.append(...question(view), make("fieldset", {}, make("legend", {}, name), make("div", { class: "hi-both" }, slide, box)), place.big, place.text, make("p", {}, view.leaves));
    heard();
  });
  context.model.on("change:answer", heard);
  return () => { close(); context.model.off("change:answer", heard); };
}

export default { render };
