// The funnel game: this year's figures, a list to pick from, then next year.

function render(context) {
  let asked = false;
  return widget(context, "Pick the worst", ["view", "answer"], (place, { model, send, tell }) => {
    const view = model.get("view"), answer = model.get("answer");
    place.append(...question(view));
    if (answer.html) {
      const found = html(answer.html, { tabindex: -1, role: "group", "aria-label": "Next year" });
      place.append(found, make("div", { class: "hi-row" }, button("Play again with new luck", () => { asked = true; send("again"); }, { class: "hi-main" })));
      if (asked) { asked = false; found.focus({ preventScroll: true }); }
      return;
    }
    const list = make("select", { onchange: () => keep(model, { pick: list.value }) }, make("option", { value: "" }, "Choose a service"),
      ...view.names.map((name) => make("option", { value: name, selected: name === model.get("pick") }, name)));
    place.append(html(view.html), make("label", { class: "hi-pick" }, make("span", {}, "I think the worst next year will be"), list),
      make("div", { class: "hi-row" }, button("Show next year", () => {
        if (!list.value) { tell("Pick a service first."); list.focus(); return; }
        asked = true;
        send("reveal", { pick: list.value });
      }, { class: "hi-main" })));
    if (asked) { asked = false; list.focus({ preventScroll: true }); }
  });
}

export default { render };
