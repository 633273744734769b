// Predict, then look: a line for each group to click, draw or step on, and a box to type in.

function render(context) {
  let drawing = null; // the group that a pointer draws on

  return widget(context, "Predict, then look", ["answer", "room"], (place, { model, send, tell }) => {
    const view = model.get("view"), answer = model.get("answer"), room = model.get("room");
    const open = Boolean(answer.rows);
    const mine = [...model.get("mine")];
    const tracks = [], ranges = [], boxes = [];

    const top = () => {
      const most = Math.max(view.top, ...[...mine, ...room.flat(), ...(answer.rows || []).map((row) => row.upper)].filter((one) => one !== null));
      return most <= view.top ? view.top : view.most || Math.ceil(most / view.top) * view.top;
    };
    const step = () => top() / 100;
    const at = (value) => `${Math.min(100, (100 * value) / top())}%`;
    const save = () => keep(model, { mine: [...mine] });

    function set(group, value, from) {
      mine[group] = value;
      if (from !== "box") boxes[group].value = value === null ? "" : value;
      boxes[group].removeAttribute("aria-invalid");
      if (value !== null) ranges[group].value = value;
      ranges.forEach((range) => { range.max = top(); });
      ranges[group].setAttribute("aria-valuetext", value === null ? "no guess yet" : `${written(value)} ${view.unit}`);
      paintAll();
    }

    function paint(group) {
      const svg = tracks[group].querySelector("svg");
      const y = open ? 14 : 24;
      svg.replaceChildren(shape("line", { x1: "0%", x2: "100%", y1: y, y2: y, stroke: "#C8D0D7", "stroke-width": 2 }));
      const guesses = open ? answer.rows[group].guess : spread(room, group);
      if (guesses && room.length + (open ? 1 : 0) > 0) {
        const [low, middle, high] = guesses;
        svg.append(shape("line", { x1: at(low), x2: at(high), y1: y, y2: y, stroke: "#A9BFD0", "stroke-width": 8 }));
        for (const end of [low, high]) svg.append(shape("line", { x1: at(end), x2: at(end), y1: y - 7, y2: y + 7, stroke: "#6B7782", "stroke-width": 2 }));
        diamond(svg, at(middle), y, open ? "#fff" : "#A9BFD0");
      }
      if (!open && mine[group] !== null) diamond(svg, at(mine[group]), y, "#fff");
      if (open) data(svg, answer.rows[group], group);
    }

    function data(svg, row, group) {
      if (row.value === null) { svg.append(shape("text", { x: 0, y: 41 }, row.text === "hidden" ? "hidden: small number" : row.text)); return; }
      if (row.lower !== null && row.upper !== null) svg.append(shape("line", { x1: at(row.lower), x2: at(row.upper), y1: 36, y2: 36, stroke: "#12436D", "stroke-width": 3 }));
      const fill = view.ends[0] === group ? "#F46A25" : view.ends[1] === group ? "#12436D" : "#fff";
      svg.append(shape("circle", { cx: at(row.value), cy: 36, r: 7, fill, stroke: "#12436D", "stroke-width": 2.5 }));
      svg.append(shape("text", { x: at(row.value), y: 60, "text-anchor": "middle", "font-weight": 700 }, row.text.split(" (")[0]));
    }

    const paintAll = () => { tracks.forEach((_, group) => paint(group)); ticks(axis); };

    function ticks(svg) {
      svg.replaceChildren();
      for (const part of [0, 0.5, 1]) {
        svg.append(shape("text", { x: `${100 * part}%`, y: 18, "text-anchor": "middle" }, written(part * top())));
      }
    }

    function pointer(event) {
      const box = tracks[drawing].getBoundingClientRect();
      const part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      set(drawing, Number((Math.round((part * top()) / step()) * step()).toPrecision(6)), "line");
    }

    const axis = shape("svg", { "aria-hidden": "true" });
    place.append(...question(view));
    if (!open) place.append(make("p", {}, "Click or draw on each line, step with the arrow keys, or type a number."));
    const rows = make("div", { role: "group", "aria-label": view.question });
    rows.append(make("div", { class: "hi-group hi-axis" }, make("span", { class: "hi-soft" }, view.unit), make("div", { class: "hi-track" }, axis), open ? null : make("span", { class: "hi-blank" })));
    view.groups.forEach((label, group) => {
      const track = make("div", { class: open ? "hi-track hi-open" : "hi-track" }, shape("svg", { "aria-hidden": "true" }));
      tracks.push(track);
      const row = make("div", { class: "hi-group" }, make("span", {}, label), track);
      if (!open) {
        const range = make("input", { type: "range", min: 0, max: top(), step: step(), value: mine[group] === null ? top() / 2 : mine[group], "aria-label": `${label}: what you expect, on a line`,
          oninput: () => set(group, Number(range.value), "line"), onchange: save });
        range.setAttribute("aria-valuetext", mine[group] === null ? "no guess yet" : `${written(mine[group])} ${view.unit}`);
        const box = make("input", { type: "number", min: 0, max: view.most, step: "any", inputmode: "decimal", autocomplete: "off", "aria-label": `${label}: what you expect, as a number`,
          oninput: () => typed(group, box), onchange: save });
        box.value = mine[group] === null ? "" : mine[group];
        ranges.push(range); boxes.push(box);
        track.append(range); row.append(box);
        track.addEventListener("pointerdown", (event) => {
          if (event.button) return;
          event.preventDefault();
          drawing = group;
          track.setPointerCapture(event.pointerId);
          range.focus({ focusVisible: false });
          pointer(event);
        });
        track.addEventListener("pointermove", (event) => {
          if (drawing === null) return;
          // A mouse may draw down through the lines; a finger stays on its own, so that the page can be moved.
          if (event.pointerType === "mouse") {
            const over = tracks.findIndex((one) => { const box = one.getBoundingClientRect(); return event.clientY >= box.top && event.clientY <= box.bottom; });
            if (over >= 0) drawing = over;
          }
          pointer(event);
        });
        for (const end of ["pointerup", "pointercancel"]) track.addEventListener(end, () => { if (drawing !== null) { drawing = null; save(); } });
      }
      rows.append(row);
    });

    function typed(group, box) {
      if (box.value === "" && !box.validity.badInput) { set(group, null, "box"); return; }
      const value = Number(box.value), most = view.most === null ? Infinity : view.most;
      if (box.validity.badInput || !Number.isFinite(value) || value < 0 || value > most) {
        box.setAttribute("aria-invalid", "true");
        mine[group] = null;
        paintAll();
        tell(view.most === null ? "Write a number that is zero or more." : `Write a number between 0 and ${view.most}.`);
        return;
      }
      tell("");
      set(group, value, "box");
    }

    place.append(rows);
    if (room.length && !open) place.append(make("p", {}, `${room.length} ${room.length === 1 ? "guess" : "guesses"} added: the lines show the lowest, the middle and the highest.`));
    const first = () => { const next = context.el.querySelector("input[type=range]"); if (next) next.focus(); };
    if (open) {
      const many = answer.room > 1;
      const found = html(answer.html, { tabindex: -1, role: "group", "aria-label": "What the data say" });
      place.append(key(many, answer.room > 0), found, make("div", { class: "hi-row" }, button("Start again", () => send("again"))));
    } else {
      place.append(make("div", { class: "hi-row" },
        button("Add this guess", () => { send("add", { guess: mine }); first(); }),
        button("Show the data", () => send("reveal", { guess: mine }), { class: "hi-main" }),
        button("Start again", () => { keep(model, { mine: view.groups.map(() => null) }); send("again"); again(); })),
        make("p", { class: "hi-soft" }, view.tells));
    }
    function again() { mine.fill(null); boxes.forEach((box) => { box.value = ""; }); paintAll(); first(); }
    paintAll();
    // Whoever pressed the button is taken to what came of it.
    if (open && document.activeElement === document.body) place.querySelector("[tabindex='-1']").focus({ preventScroll: true });
  });
}

function spread(room, group) {
  const known = room.map((guess) => guess[group]).filter((one) => one !== null).sort((one, other) => one - other);
  if (!known.length) return null;
  const half = (known.length - 1) / 2;
  return [known[0], (known[Math.floor(half)] + known[Math.ceil(half)]) / 2, known[known.length - 1]];
}

function diamond(svg, x, y, fill) {
  const mark = shape("svg", { x, y, overflow: "visible", width: 1, height: 1, style: "position:static;overflow:visible" });
  mark.append(shape("path", { d: "M0-9L9 0L0 9L-9 0z", fill, stroke: "#1B2733", "stroke-width": 2.5 }));
  svg.append(mark);
}

function key(many, guessed) {
  const entry = (text, ...shapes) => { const svg = shape("svg", { viewBox: "-20 -10 40 20", "aria-hidden": "true" }); svg.append(...shapes); return make("li", {}, svg, text); };
  const guess = [shape("path", { d: "M0-9L9 0L0 9L-9 0z", fill: "#fff", stroke: "#1B2733", "stroke-width": 2.5 })];
  if (many) guess.unshift(shape("line", { x1: -19, x2: 19, y1: 0, y2: 0, stroke: "#A9BFD0", "stroke-width": 8 }));
  return make("ul", { class: "hi-key" },
    guessed ? entry(many ? "the room: lowest, middle, highest guess" : "the guess", ...guess) : null,
    entry("the data, with the plausible range", shape("line", { x1: -19, x2: 19, y1: 0, y2: 0, stroke: "#12436D", "stroke-width": 3 }), shape("circle", { r: 7, fill: "#fff", stroke: "#12436D", "stroke-width": 2.5 })));
}

export default { render };
