// Vote, talk, vote again: counts in two rounds, shown side by side when both are in.

function render(context) {
  let moved = false;
  return widget(context, "Vote, talk, vote again", ["step"], (place, { model, tell }) => {
    const view = model.get("view"), step = model.get("step");
    const go = (next, text) => { moved = true; keep(model, { step: next }); tell(text); };
    place.append(...question(view));
    if (step === "talk") {
      place.append(make("p", { tabindex: -1 }, `The first vote is counted: ${total(model.get("first"))} votes. ${view.talk}`),
        make("div", { class: "hi-row" }, button("Vote again", () => go("second", view.rounds[1]), { class: "hi-main" }), button("Back", () => go("first", view.rounds[0]))));
    } else if (step === "done") {
      place.append(both(view, model.get("first"), model.get("second")), make("div", { class: "hi-row" },
        button("Start again", () => { const none = view.options.map(() => 0); keep(model, { first: none, second: [...none] }); go("first", "Started again."); }),
        button("Back", () => go("second", view.rounds[1]))));
    } else place.append(count(view, model, step, go, tell));
    if (moved) { moved = false; place.querySelector("[tabindex='-1'], input")?.focus(); }
  });
}

const total = (counts) => counts.reduce((sum, one) => sum + one, 0);

function count(view, model, step, go, tell) {
  const counts = [...model.get(step)];
  const form = make("fieldset", {}, make("legend", {}, view.rounds[step === "first" ? 0 : 1]));
  const sum = make("p", {});
  const show = () => { sum.textContent = `${total(counts)} votes in all.`; };
  view.options.forEach((option, at) => {
    const box = make("input", { type: "number", min: 0, max: view.most, step: 1, inputmode: "numeric", value: counts[at], "aria-label": `Votes for ${option}`, oninput: () => set(Number(box.value)) });
    const set = (value) => {
      const fits = Number.isInteger(value) && value >= 0 && value <= view.most;
      if (!fits) { box.setAttribute("aria-invalid", "true"); tell("Write a whole number of votes."); return; }
      box.removeAttribute("aria-invalid");
      counts[at] = value;
      keep(model, { [step]: [...counts] });
      show();
    };
    const by = (change) => () => { const value = Math.min(view.most, Math.max(0, counts[at] + change)); box.value = value; set(value); tell(`${option}: ${value}`); };
    form.append(make("div", { class: "hi-option" }, make("span", {}, option), make("div", { class: "hi-count" },
      button("\u2212", by(-1), { "aria-label": `One vote fewer for ${option}` }), box, button("+", by(1), { "aria-label": `One vote more for ${option}` }))));
  });
  show();
  form.append(sum, make("div", { class: "hi-row" }, step === "first"
    ? button("Done: now talk", () => go("talk", "The first vote is counted."), { class: "hi-main" })
    : button("Show both votes", () => go("done", "Both votes are shown."), { class: "hi-main" })));
  return form;
}

// Bars from zero on one scale; the first round is outlined and the second filled, and each has its number.
function both(view, first, second) {
  const most = Math.max(1, ...first, ...second);
  const shown = make("div", { tabindex: -1, role: "group", "aria-label": "Both votes" });
  const bar = (name, value, fill) => {
    const svg = shape("svg", { "aria-hidden": "true" });
    svg.append(shape("rect", { x: 1, y: 1, width: `${(98 * value) / most}%`, height: 18, fill, stroke: "#12436D", "stroke-width": 2 }));
    return make("div", { class: "hi-bar" }, make("span", { class: "hi-soft" }, name), svg, make("strong", {}, String(value)));
  };
  view.options.forEach((option, at) => shown.append(make("div", { class: "hi-option" }, make("span", {}, option),
    make("div", { class: "hi-bars" }, bar("First", first[at], "#fff"), bar("Second", second[at], "#12436D")))));
  shown.append(make("p", { class: "hi-soft" }, `First vote ${total(first)} in all, second vote ${total(second)}.`));
  return shown;
}

export default { render };
