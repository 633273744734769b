// Switch: a guess where there is a question, then a choice of what to see.

let switches = 0;

function render(context) {
  const group = `hi-switch-${(switches += 1)}-${Math.random().toString(36).slice(2, 8)}`;
  let chosen = false;
  return widget(context, context.model.get("view").title, ["answer"], (place, { model, send, tell }) => {
    const view = model.get("view"), answer = model.get("answer");
    const choices = (legend, kind, names, value, action) => make("fieldset", {}, make("legend", {}, legend),
      make("div", { class: "hi-choices" }, ...names.map((name) => make("label", { class: "hi-choice" },
        make("input", { type: "radio", name: `${group}-${kind}`, value: name, checked: name === value, onchange: () => action(name) }), name))));
    if (!answer.html) {
      place.append(...question({ synthetic: view.synthetic, title: view.title }), choices(view.question, "guess", view.options, model.get("guess"), (name) => keep(model, { guess: name })),
        make("div", { class: "hi-row" }, button("Show them", () => {
          if (!model.get("guess")) { tell("Choose what you expect first."); return; }
          chosen = true;
          send("show", { name: view.names[0] });
        }, { class: "hi-main" })));
      return;
    }
    if (view.question) place.append(make("p", { class: "hi-q" }, view.question), make("p", {}, `You expected: ${model.get("guess")}. Look at each, then say what you see.`));
    place.append(choices("Show", "shown", view.names, answer.name, (name) => { chosen = true; send("show", { name }); }), html(answer.html));
    if (view.question) place.append(make("div", { class: "hi-row" }, button("Start again", () => send("again"))));
    if (chosen) { chosen = false; place.querySelector("input:checked")?.focus({ preventScroll: true }); }
  });
}

export default { render };
