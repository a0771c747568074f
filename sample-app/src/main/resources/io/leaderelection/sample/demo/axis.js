// The time axis: what all replicas did, over each other, in one SVG. It only draws; who led when is decided by the server.

const SPANS = [2, 5, 10, 20, 30, 60, 120, 300, 600].map(seconds => seconds * 1000);
const LEFT = 64, LANE = 46, BAR = 22, GAPS = 34, GAP_NAME = 48, TIME = 24;
const MARKS = { 'is killed': '✕', 'is paused': '‖', 'is resumed': '▶', 'is cut off': '⚡', 'reaches the': '↔' };

const escaped = text => String(text).replace(/[&<>"]/g, each => `&#${each.charCodeAt(0)};`);

export class Axis {
  constructor(element, model, onMove) {
    Object.assign(this, { element, model, onMove, span: 30000, to: null, cursor: null });
    this.listen();
  }

  get live() { return this.to === null; }
  get end() { return this.live ? this.model.now() + this.span * 0.03 : this.to; }
  get begin() { return this.end - this.span; }

  hold() { if (this.live) { this.to = this.end; this.moved(); } }
  follow() { this.to = null; this.cursor = null; this.moved(); }

  scroll(part) {
    this.hold();
    this.to = Math.max(this.span * 0.5, Math.min(this.to + part * this.span, this.model.now() + this.span * 0.5));
    this.moved();
  }

  zoom(step) {
    const middle = this.cursor ?? (this.live ? null : this.to - this.span / 2);
    const place = SPANS.findIndex(span => span >= this.span) + step;
    this.span = SPANS[Math.max(0, Math.min(place, SPANS.length - 1))];
    if (middle !== null && !this.live) this.to = middle + this.span / 2;
    this.moved();
  }

  /** Holds a moment, as a link does. */
  show(at, span) {
    if (span) this.span = Math.max(SPANS[0], Math.min(span, SPANS.at(-1)));
    this.cursor = at;
    this.to = at + this.span / 2;
    this.moved();
  }

  moved() { this.onMove(); this.draw(); }

  listen() {
    const { element } = this;
    let from = null;
    window.addEventListener('resize', () => this.draw());
    element.addEventListener('pointerdown', event => { from = { x: event.clientX, end: this.end, dragged: false }; });
    element.addEventListener('pointermove', event => {
      if (!from || Math.abs(event.clientX - from.x) < 5 && !from.dragged) return;
      if (!from.dragged) element.setPointerCapture(event.pointerId);
      from.dragged = true;
      this.to = from.end - (event.clientX - from.x) / this.scale();
      this.moved();
    });
    element.addEventListener('pointerup', event => {
      if (from && !from.dragged) {
        const at = this.begin + (event.clientX - element.getBoundingClientRect().left - LEFT) / this.scale();
        this.hold();
        this.cursor = Math.max(0, Math.min(at, this.model.now()));
        this.moved();
      }
      from = null;
    });
    element.addEventListener('pointercancel', () => { from = null; });
    element.addEventListener('wheel', event => {
      if (event.ctrlKey) this.zoom(Math.sign(event.deltaY));
      else if (event.shiftKey || event.deltaX) this.scroll((event.deltaX || event.deltaY) / 1000);
      else return;
      event.preventDefault();
    }, { passive: false });
    const keys = {
      ArrowLeft: () => this.scroll(-0.2), ArrowRight: () => this.scroll(0.2), '+': () => this.zoom(-1), '=': () => this.zoom(-1),
      '-': () => this.zoom(1), ' ': () => this.live ? this.hold() : this.follow(), Home: () => this.follow(), End: () => this.follow(),
    };
    element.addEventListener('keydown', event => {
      const action = keys[event.key];
      if (action && !event.ctrlKey && !event.metaKey) { action(); event.preventDefault(); }
    });
  }

  width() { return Math.max(260, this.element.clientWidth); }
  scale() { return (this.width() - LEFT) / this.span; }

  draw() {
    const { model } = this, replicas = model.replicas, width = this.width(), scale = this.scale();
    const begin = this.begin, end = this.end, bottom = GAPS + replicas.length * LANE, height = bottom + TIME;
    const x = at => LEFT + (Math.max(begin - 1, Math.min(at, end + 1)) - begin) * scale;
    const box = (from, to, y, h, kind, least = 0, title = '') =>
      `<rect class="${kind}" x="${x(from).toFixed(1)}" y="${y}" width="${Math.max(x(to) - x(from), least).toFixed(1)}" height="${h}" rx="3">`
      + `${title && `<title>${escaped(title)}</title>`}</rect>`;
    const seen = (from, to) => to >= begin && from <= end;
    const lane = name => GAPS + replicas.findIndex(each => each.name === name) * LANE;
    const out = [];

    for (const at of this.ticks()) {
      out.push(`<g class="tick"><line x1="${x(at)}" x2="${x(at)}" y1="${GAPS}" y2="${bottom + 4}"/><text x="${x(at)}" y="${bottom + 17}">${+(at / 1000).toFixed(2)} s</text></g>`);
    }
    replicas.forEach((replica, index) =>
      out.push(`<rect class="lane" x="${LEFT}" y="${GAPS + index * LANE + 2}" width="${width - LEFT}" height="${LANE - 4}" rx="5"/>`));

    let latest = null;
    const gaps = [];
    for (const term of model.terms) {
      const until = model.endOf(term), y = lane(term.replica) + 5, colour = model.colour(term.replica);
      if (latest !== null && seen(latest, term.begin)) {
        if (term.gap < 0) {
          out.push(box(term.begin, Math.min(latest, until), 2, bottom - 2, 'overlap', 3, 'Two lead at once'));
        } else {
          const middle = Math.max(LEFT + 22, Math.min((x(latest) + x(term.begin)) / 2, width - 30));
          out.push(box(latest, term.begin, GAPS - 13, 7, 'gap', 3, `Nobody leads for ${term.gap.toFixed(1)} ms`));
          gaps.push({ at: middle, name: duration(term.gap) });
        }
      }
      latest = Math.max(latest ?? until, until);
      if (!seen(term.begin, Math.max(until, term.drained))) continue;
      out.push(box(term.begin, until, y, BAR, `term ${colour}`, 2, `${term.replica}, token ${term.token}`));
      if (term.drained > until) out.push(box(until, term.drained, y, BAR, `drain ${colour}`, 2, 'Drain: the lease is kept until the work has ended'));
      const text = `token ${term.token}`, from = Math.max(x(term.begin), LEFT) + 6;
      if (x(until) - from > text.length * 6.6) out.push(`<text class="term-name" x="${from}" y="${y + 15}">${escaped(text)}</text>`);
    }
    let next = Infinity;
    for (const gap of gaps.reverse()) { // the latest first: where there is no room, an earlier one has no name
      if (next - gap.at < GAP_NAME) continue;
      next = gap.at;
      out.push(`<text class="gap-name" x="${gap.at}" y="${GAPS - 18}">${gap.name}</text>`);
    }
    out.push(this.workOf(x, seen, lane));
    for (const story of model.stories) {
      const mark = Object.keys(MARKS).find(beginning => story.text.startsWith(beginning));
      if (mark && seen(story.at, story.at) && lane(story.replica) >= GAPS) {
        out.push(`<text class="mark" x="${x(story.at)}" y="${lane(story.replica) + 21}">${MARKS[mark]}<title>${escaped(story.replica + ' ' + story.text)}</title></text>`);
      }
    }
    replicas.forEach((replica, index) => out.push(`<text class="lane-name ${model.colour(replica.name)}" x="0" y="${GAPS + index * LANE + 21}">${escaped(replica.name)}</text>`));
    out.push(`<text class="lane-name quiet" x="0" y="${GAPS - 7}">nobody</text>`);
    if (seen(model.now(), model.now())) out.push(`<line class="present" x1="${x(model.now())}" x2="${x(model.now())}" y1="${GAPS - 6}" y2="${bottom}"/>`);
    if (this.cursor !== null && seen(this.cursor, this.cursor)) out.push(`<line class="cursor" x1="${x(this.cursor)}" x2="${x(this.cursor)}" y1="4" y2="${bottom + 4}"/>`);
    this.element.innerHTML = `<svg viewBox="0 0 ${width} ${height}" height="${height}" aria-hidden="true">${HATCHES}${out.join('')}</svg>`;
  }

  workOf(x, seen, lane) {
    const out = [];
    for (const work of this.model.work.values()) {
      const to = work.to ?? this.model.now(), y = lane(work.replica) + 31;
      if (!seen(work.from, to)) continue;
      const from = x(work.from);
      if (work.outcome === 'skipped') {
        out.push(`<circle class="skipped" cx="${from.toFixed(1)}" cy="${y + 5}" r="1.8"/>`);
      } else if (work.outcome === 'refused') {
        out.push(`<rect class="running ${this.model.colour(work.replica)}" x="${from.toFixed(1)}" y="${y + 2}" width="${Math.max(2, x(to) - from).toFixed(1)}" height="6"/>`
          + `<path class="refused" d="M${(x(to) - 4).toFixed(1)} ${y}l8 9m0-9l-8 9"><title>The ledger refused this line</title></path>`);
      } else {
        out.push(`<rect class="${work.outcome} ${this.model.colour(work.replica)}" x="${from.toFixed(1)}" y="${y}" width="${Math.max(2.2, x(to) - from).toFixed(1)}" height="10" rx="1"/>`);
      }
    }
    return out.join('');
  }

  ticks() {
    const most = this.width() / 90;
    const step = [100, 200, 500, 1000, 2000, 5000, 10000, 20000, 30000, 60000, 120000].find(each => this.span / each < most) ?? 300000;
    const ticks = [];
    for (let at = Math.max(0, Math.ceil(this.begin / step) * step); at < this.end; at += step) ticks.push(at);
    return ticks;
  }
}

export const duration = ms => ms < 9.95 ? `${ms.toFixed(1)} ms` : ms < 999.5 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`;

const HATCHES = `<defs>${[0, 1, 2, 3, 4, 5, 6].map(each =>
  `<pattern id="hatch${each}" class="r${each}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" y2="7"/></pattern>`).join('')}</defs>`;
