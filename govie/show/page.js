"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const make = (tag, text) => Object.assign(document.createElement(tag), text === undefined ? {} : { textContent: text });

  function start(root) {
    root.dataset.ready = "";
    const rows = [...root.querySelectorAll("tbody tr")];
    if (!rows.length) return;
    const all = (selector) => [...root.querySelectorAll(selector)];
    const body = rows[0].parentElement, scroll = root.querySelector(".rows"), reading = root.querySelector(".reading");
    const sheet = root.querySelector(".sheet"), links = root.querySelector(".links"), more = root.querySelector(".more");
    const filter = root.querySelector("input"), count = root.querySelector("output b"), none = root.querySelector(".rows .hint");
    const hint = more.firstElementChild, words = new Map(all("[data-e]").map((e) => [e.dataset.e, e]));
    const own = rows.map((row) => row.dataset.words.split(" ")), info = rows.map((row) => JSON.parse(row.dataset.more));
    const place = new Map(rows.map((row, i) => [row, i])), owner = new Map();
    own.forEach((keys, i) => keys.forEach((key, k) => (k === 0 || !owner.has(key)) && owner.set(key, i)));
    let chosen = -1, lit = [], joined = [], texts = null, terms = [];

    const box = (e, base) => {
      const r = e.getClientRects()[0];
      return { x: (r.left + r.right) / 2 - base.left, top: r.top - base.top, bottom: r.bottom - base.top };
    };

    function draw(i) {
      links.replaceChildren();
      const [number, ...tails] = own[i].map((key) => words.get(key)).filter(Boolean);
      if (!number) return;
      const base = sheet.getBoundingClientRect(), from = box(number, base);
      for (const tail of tails) {
        const to = box(tail, base), path = document.createElementNS(SVG, "path"), dot = document.createElementNS(SVG, "circle");
        const level = Math.abs(from.top - to.top) < 8, down = to.top > from.top;
        const y = level ? from.top : down ? from.bottom : from.top, end = level ? to.top : down ? to.top : to.bottom;
        const bend = level ? -Math.min(16, 7 + Math.abs(to.x - from.x) / 14) : (end - y) / 2 || 8;
        const back = level ? bend : -bend;
        path.setAttribute("d", `M${from.x} ${y}C${from.x} ${y + bend} ${to.x} ${end + back} ${to.x} ${end}`);
        dot.setAttribute("cx", to.x), dot.setAttribute("cy", end), dot.setAttribute("r", 2.6);
        for (const mark of [path, dot]) mark.dataset.l = tail.dataset.l, links.append(mark);
      }
    }

    function light(i) {
      for (const e of lit) e.classList.remove("lit");
      for (const e of joined) e.classList.remove("joined");
      lit = joined = [];
      if (!sheet) return;
      if (i < 0) return links.replaceChildren();
      lit = own[i].map((key) => words.get(key)).filter(Boolean);
      joined = info[i].joins.map(([, j]) => words.get(own[j]?.[0])).filter(Boolean);
      for (const e of lit) e.classList.add("lit");
      for (const e of joined) e.classList.add("joined");
      draw(i);
    }

    function centre(pane, e, always) {
      if (!pane || !e) return;
      const at = e.getBoundingClientRect(), view = pane.getBoundingClientRect(), room = always ? view.height * 0.2 : 0;
      const head = pane === scroll ? root.querySelector("thead").offsetHeight : 0;
      if (at.top < view.top + head + room) pane.scrollTop += at.top - view.top - (always ? view.height * 0.38 : head);
      else if (at.bottom > view.bottom - room) pane.scrollTop += always ? at.top - view.top - view.height * 0.38 : at.bottom - view.bottom;
    }

    function tell(i) {
      if (i < 0) return more.replaceChildren(hint);
      const list = make("dl"), parts = [list], { facts, joins, doubts } = info[i];
      for (const [name, value] of facts) list.append(make("dt", name), make("dd", value));
      for (const text of doubts) parts.push(Object.assign(make("p", text), { className: "doubt" }));
      for (const [name, j] of joins) {
        if (!rows[j]) continue;
        const line = make("p", name), button = make("button", summary(j));
        button.type = "button";
        button.addEventListener("click", () => choose(j, true));
        line.append(button), parts.push(line);
      }
      more.replaceChildren(...parts);
    }

    const summary = (i) => ["INDICATOR", "NUMBER"].map((name) => rows[i].querySelector("td." + name).textContent.trim()).join(" ");

    function choose(i, focus) {
      if (chosen >= 0) rows[chosen].removeAttribute("aria-selected");
      chosen = i;
      tell(i), light(i);
      if (i < 0) return;
      if (rows[i].hidden) (filter.value = ""), sift();
      rows[i].setAttribute("aria-selected", "true");
      for (const row of rows) row.tabIndex = row === rows[i] ? 0 : -1;
      centre(reading, words.get(own[i][0]), true);
      if (focus) rows[i].focus({ preventScroll: true });
      centre(scroll, rows[i], false);
    }

    function sift() {
      texts ??= rows.map((row, i) => [row.textContent, ...info[i].facts.map((one) => one[1]), ...info[i].doubts].join("\n").toLowerCase());
      terms = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      const kept = new Set();
      let shown = 0;
      rows.forEach((row, i) => {
        const fits = terms.every((term) => texts[i].includes(term));
        if (row.hidden === fits) row.hidden = !fits;
        if (fits) shown++, own[i].forEach((key) => kept.add(key));
      });
      for (const [key, e] of words) e.classList.toggle("out", terms.length > 0 && !kept.has(key));
      count.textContent = shown === rows.length ? rows.length : `${shown} / ${rows.length}`;
      none.hidden = shown > 0;
      const visible = [...body.rows].find((row) => !row.hidden);
      if (visible && (chosen < 0 || rows[chosen].hidden)) for (const row of rows) row.tabIndex = row === visible ? 0 : -1;
      if (chosen >= 0 && rows[chosen].hidden) choose(-1);
    }

    function sort(head, heads) {
      const way = head.getAttribute("aria-sort"), next = { ascending: "descending", descending: null }[way];
      for (const one of heads) one.removeAttribute("aria-sort");
      const to = way === null ? "ascending" : next, column = heads.indexOf(head), sign = to === "descending" ? -1 : 1;
      if (to) head.setAttribute("aria-sort", to);
      const by = new Intl.Collator("zh", { numeric: true });
      const keys = rows.map((row) => {
        const cell = row.cells[column], text = cell.textContent.trim();
        return cell.dataset.n !== undefined ? +cell.dataset.n : text || null;
      });
      const rank = (key) => (key === null ? 2 : typeof key === "number" ? 0 : 1);
      const order = rows.map((_, i) => i);
      if (to) order.sort((a, b) => rank(keys[a]) - rank(keys[b])
        || sign * (typeof keys[a] === "number" ? keys[a] - keys[b] : keys[a] === null ? 0 : by.compare(keys[a], keys[b])) || a - b);
      body.append(...order.map((i) => rows[i]));
    }

    function step(row, key) {
      const shown = [...body.rows].filter((one) => !one.hidden), at = shown.indexOf(row);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1, PageDown: at + 10, PageUp: at - 10 }[key];
      if (to < 0 && key === "ArrowUp") return filter.focus();
      choose(place.get(shown[Math.max(0, Math.min(shown.length - 1, to))]), true);
    }

    body.addEventListener("click", (event) => {
      const row = event.target.closest("tr");
      if (row && getSelection().isCollapsed) choose(place.get(row), true);
    });
    body.addEventListener("mouseover", (event) => {
      const row = event.target.closest("tr");
      if (row) light(place.get(row));
    });
    body.addEventListener("mouseleave", () => light(chosen));
    body.addEventListener("keydown", (event) => {
      const row = event.target.closest("tr");
      if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Enter" || event.key === " ") choose(place.get(row), true);
      else if (/^(Arrow(Up|Down)|Home|End|Page(Up|Down))$/.test(event.key)) step(row, event.key);
      else return;
      event.preventDefault();
    });
    const word = (event) => owner.get(event.target.closest("[data-e]")?.dataset.e);
    sheet?.addEventListener("click", (event) => {
      if (word(event) !== undefined && getSelection().isCollapsed) choose(word(event), false);
    });
    sheet?.addEventListener("mouseover", (event) => word(event) !== undefined && light(word(event)));
    sheet?.addEventListener("mouseout", (event) => word(event) !== undefined && light(chosen));
    const heads = all("th");
    for (const head of heads) head.firstElementChild.addEventListener("click", () => sort(head, heads));
    filter.addEventListener("input", sift);
    filter.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return;
      const first = [...body.rows].find((row) => !row.hidden);
      if (first) choose(place.get(first), true), event.preventDefault();
    });
    const whole = root.classList.contains("page") ? document : root;
    whole.addEventListener("keydown", (event) => {
      if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(event.target.tagName) && !event.ctrlKey && !event.metaKey) {
        event.preventDefault(), event.stopPropagation(), filter.focus(), filter.select();
      } else if (event.key === "Escape") {
        if (event.target === filter && filter.value) (filter.value = ""), sift();
        else if (chosen >= 0) choose(-1);
      }
    });
    if (sheet) new ResizeObserver(() => lit.length && chosen >= 0 && draw(chosen)).observe(sheet);
  }

  for (const root of document.querySelectorAll(".govie:not([data-ready])")) start(root);
})();
