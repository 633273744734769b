// Explore: a choice list for everything there is more than one of, the figure, and its finding.

function render(context) {
  let chosen = ""; // the list that was changed, to give it the focus back
  return widget(context, "Explore", ["view", "answer"], (place, { model, send, tell, root }) => {
    const view = model.get("view"), answer = model.get("answer");
    const picks = make("div", { class: "hi-picks" });
    for (const control of view.controls) {
      const list = make("select", { onchange: () => {
        chosen = control.name;
        tell("Drawing.");
        send("pick", { name: control.name, value: list.value, narrow: root.clientWidth < 600 });
      } }, ...control.options.map(([value, text]) => make("option", { value, selected: value === control.value }, text)));
      list.name = control.name;
      picks.append(make("label", { class: "hi-pick" }, make("span", {}, control.label), list));
    }
    place.append(picks, html(answer.html, { class: "hi-drawn", tabindex: 0, role: "group", "aria-label": "What is shown" }),
      make("div", {}, ...answer.finding.split("\n").map((line, at) => make("p", { class: at ? "" : "hi-lesson" }, line))));
    // Drawing took the list away with its focus; whoever has gone on to something else is left there.
    if (chosen && document.activeElement?.contains(root)) {
      place.querySelector(`select[name="${chosen}"]`)?.focus({ preventScroll: true });
    }
  });
}

export default { render };
