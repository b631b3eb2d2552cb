// The viewer of a report: search, filter, sort, groups, keyboard. Only rows in sight are in the
// document, so that ten thousand of them scroll freely. All text is set as text, never as HTML.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const HEIGHT = 32;
  const byId = (name) => document.getElementById(name);
  const scroll = byId("scroll"), space = byId("space"), detail = byId("detail");
  const state = { text: "", status: "", reason: "", sort: "", down: true, groups: false, at: -1 };
  let shown = [];

  const element = (name, text, kind) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };
  const number = (value) =>
    value === null || value === undefined ? "–" : String(+Number(value).toPrecision(4));
  const plain = (one) =>
    [one.id, one.prompt, one.completion, one.answer, one.reason, one.detail, one.tags, one.group]
      .filter(Boolean).join("\n").toLowerCase();
  data.forEach((one) => { one.all = plain(one); });

  const mean = (some) => some.reduce((sum, one) => sum + one, 0) / some.length;
  const deviation = (some) => {
    if (some.length < 2) return 0;
    const middle = mean(some);
    return Math.sqrt(some.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (some.length - 1));
  };

  const compare = (key) => (one, other) => {
    const left = one[key], right = other[key];
    if (left === undefined || left === null) return right === undefined || right === null ? 0 : 1;
    if (right === undefined || right === null) return -1;
    const order = typeof left === "number" ? left - right : String(left).localeCompare(String(right));
    return state.down ? -order : order;
  };

  const choose = () => {
    const words = state.text.toLowerCase().split(/\s+/).filter(Boolean);
    let found = data.filter(
      (one) => (!state.status || one.status === state.status)
        && (!state.reason || one.reason === state.reason)
        && words.every((word) => one.all.includes(word)));
    if (state.sort) found = [...found].sort(compare(state.sort));
    if (state.groups) {
      const groups = new Map();
      found.forEach((one) => {
        const key = one.group || one.id;
        if (!groups.has(key)) groups.set(key, []);
        groups.get(key).push(one);
      });
      found = [];
      groups.forEach((some, key) => {
        const values = some.map((one) => one.value).filter((one) => typeof one === "number");
        const ranked = [...some].sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
        const middle = values.length ? mean(values) : 0, spread = deviation(values);
        ranked.forEach((one) => {
          one.advantage = typeof one.value === "number" && spread > 0
            ? (one.value - middle) / spread : undefined;
        });
        found.push({ group: key, heading: true, count: some.length, value: values.length ? middle : null, spread });
        found.push(...ranked);
      });
    }
    shown = found;
    const count = found.filter((one) => !one.heading).length;
    byId("count").textContent = `${count.toLocaleString("en")} of ${data.length.toLocaleString("en")}`;
    space.style.height = `${shown.length * HEIGHT}px`;
    state.at = -1;
    scroll.scrollTop = 0;
    paint();
    show(undefined);
  };

  const paint = () => {
    const first = Math.max(0, Math.floor(scroll.scrollTop / HEIGHT) - 5);
    const last = Math.min(shown.length, first + Math.ceil(scroll.clientHeight / HEIGHT) + 10);
    space.replaceChildren(...shown.slice(first, last).map((one, offset) => {
      const at = first + offset;
      const row = element("div", undefined, one.heading ? "row group" : "row");
      row.style.top = `${at * HEIGHT}px`;
      row.id = `row${at}`;
      row.dataset.at = at;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(at === state.at));
      row.append(
        element("span", one.heading ? `${one.count} of` : one.id),
        element("span", number(one.value), "number"),
        element("span", one.heading ? `± ${number(one.spread)}` : one.reason || one.status),
        element("span", (one.heading ? one.group : one.completion || one.detail || "").slice(0, 300)));
      return row;
    }));
  };

  // Tags of the completion, and the words that are searched, are shown as such.
  const marked = (text) => {
    const pre = element("pre");
    const words = state.text.split(/\s+/).filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = new RegExp(["<\\/?[A-Za-z_][\\w.:-]*>", ...words].join("|"), "gi");
    let end = 0;
    for (const match of text.matchAll(pattern)) {
      if (!match[0]) continue;
      pre.append(text.slice(end, match.index));
      const isTag = match[0].startsWith("<") && match[0].endsWith(">");
      pre.append(element(isTag ? "span" : "mark", match[0], isTag ? "tag" : ""));
      end = match.index + match[0].length;
    }
    pre.append(text.slice(end));
    return pre;
  };

  const tree = (node) => {
    const item = element("li");
    const range = node.range ? ` in [${node.range.map(number).join(", ")}]` : "";
    item.append(`${node.name}  ${number(node.value)}${range}`);
    if (node.reason || node.status !== "ok") item.append(element("span", `  ${node.reason || node.status}`, "label"));
    if (node.children && node.children.length) {
      const list = element("ul");
      list.append(...node.children.map(tree));
      item.append(list);
    }
    return item;
  };

  const show = (one) => {
    detail.replaceChildren();
    if (!one) {
      detail.append(element("p", "Choose a row. Keys: / search, ↑ ↓ move, g groups, Esc clears.", "note"));
      return;
    }
    if (one.heading) {
      detail.append(element("div", "group", "label"), marked(one.group),
        element("p", `${one.count} completions, mean ${number(one.value)}, deviation ${number(one.spread)}`));
      return;
    }
    const title = element("h3", `${one.id}: ${number(one.value)}`);
    title.style.marginTop = 0;
    detail.append(title);
    const said = [one.status, one.reason, one.detail, one.tags].filter(Boolean).join(" · ");
    detail.append(element("p", said));
    if (one.advantage !== undefined) detail.append(element("p", `advantage in its group: ${number(one.advantage)}`, "note"));
    if (one.tree) {
      const list = element("ul");
      list.append(tree(one.tree));
      detail.append(element("div", "breakdown", "label"), list);
    } else if (one.parts) {
      const list = element("ul");
      Object.entries(one.parts).forEach(([name, value]) => list.append(element("li", `${name}  ${number(value)}`)));
      detail.append(element("div", "components", "label"), list);
    }
    for (const key of ["prompt", "completion", "answer"]) {
      if (one[key]) detail.append(element("div", key, "label"), marked(one[key]));
    }
  };

  const move = (at) => {
    if (!shown.length) return;
    state.at = Math.max(0, Math.min(shown.length - 1, at));
    const top = state.at * HEIGHT;
    if (top < scroll.scrollTop) scroll.scrollTop = top;
    if (top + HEIGHT > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = top + HEIGHT - scroll.clientHeight;
    paint();
    scroll.setAttribute("aria-activedescendant", `row${state.at}`);
    show(shown[state.at]);
  };

  const fill = (name, key) => {
    const select = byId(name);
    [...new Set(data.map((one) => one[key]).filter(Boolean))].sort()
      .forEach((one) => select.append(new Option(one, one)));
    select.addEventListener("change", () => { state[key] = select.value; choose(); });
  };
  fill("status", "status");
  fill("reason", "reason");
  byId("search").addEventListener("input", (event) => { state.text = event.target.value; choose(); });
  byId("groups").addEventListener("click", (event) => {
    state.groups = !state.groups;
    event.target.setAttribute("aria-pressed", String(state.groups));
    choose();
  });
  document.querySelectorAll(".head button").forEach((button) => button.addEventListener("click", () => {
    const key = button.dataset.key;
    state.down = state.sort === key ? !state.down : true;
    state.sort = key;
    document.querySelectorAll(".head button").forEach((one) => one.removeAttribute("aria-sort"));
    button.setAttribute("aria-sort", state.down ? "descending" : "ascending");
    choose();
  }));
  scroll.addEventListener("scroll", paint, { passive: true });
  space.addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    if (row) move(Number(row.dataset.at));
  });
  document.addEventListener("keydown", (event) => {
    const typing = ["INPUT", "SELECT"].includes(document.activeElement.tagName);
    if (event.key === "/" && !typing) { event.preventDefault(); byId("search").focus(); }
    else if (event.key === "Escape") { byId("search").value = ""; state.text = ""; choose(); scroll.focus(); }
    else if (event.key === "ArrowDown" && document.activeElement.tagName !== "SELECT") { event.preventDefault(); move(state.at + 1); }
    else if (event.key === "ArrowUp" && document.activeElement.tagName !== "SELECT") { event.preventDefault(); move(state.at - 1); }
    else if (event.key === "PageDown" && !typing) { event.preventDefault(); move(state.at + 15); }
    else if (event.key === "PageUp" && !typing) { event.preventDefault(); move(state.at - 15); }
    else if (event.key === "g" && !typing) byId("groups").click();
  });
  addEventListener("resize", paint);
  choose();
})();
