// The page of the control room: shows what the server tells by events, and asks it to press buttons.

import { Axis, duration } from './axis.js';

const $ = id => document.getElementById(id);
const calm = matchMedia('(prefers-reduced-motion: reduce)');
const token = document.querySelector('meta[name=room-token]').content;
const WORDS = { LEADER: 'leads', FOLLOWER: 'follows', INACTIVE: 'takes no part' };
const STATES = { starting: 'starts', paused: 'paused', ended: 'ended' };
const RING = 2 * Math.PI * 40;

/** Makes an element: properties, then children. */
function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes('-') || key === 'for' || key === 'role' || key === 'scope') element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children);
  return element;
}

const setText = (element, text) => { if (element.textContent !== text) element.textContent = text; };

// ---- what is known

const model = {
  run: null, full: 1, replicas: [], terms: [], shards: [], work: new Map(), lines: [], stories: [], offset: null, heldAt: null,
  now() { return this.offset === null ? 0 : this.heldAt ?? performance.now() + this.offset; },
  replica(name) { return this.replicas.find(each => each.name === name); },
  colour(name) { return `r${Math.max(0, ['one', 'two', 'three', 'four', 'five', 'six', 'seven'].indexOf(name))}`; },
  /** Until when a gate is open for certain: of a term that goes on, no longer than its replica has promised. */
  endOf(term) {
    if (term.end !== null && term.end !== undefined) return term.end;
    const replica = this.replica(term.replica);
    return Math.max(term.begin, Math.min(this.now(), replica?.open ? replica.deadline : this.now()));
  },
  leader() { return this.replicas.find(each => each.open && each.state !== 'ended' && each.deadline > this.now()); },
};

let picked = null;
let buttons = [];
const cards = new Map();
const axis = new Axis($('axis'), model, showPlace);

function take(view) {
  if (model.run && model.run !== view.run) return location.reload();
  Object.assign(model, { run: view.run, full: view.full, replicas: view.replicas });
  const offset = view.now - performance.now();
  model.offset = model.offset === null || Math.abs(offset - model.offset) > 250 ? offset : Math.max(model.offset, offset);
  view.work.forEach(work => model.work.set(work.id, work));
  if (model.work.size > 7000) [...model.work.keys()].slice(0, 1000).forEach(id => model.work.delete(id));
  if (view.terms) { model.terms = view.terms; showTerms(); }
  if (view.shards) { model.shards = view.shards; showShards(); }
  if (view.lines.length) { model.lines = model.lines.concat(view.lines).slice(-60); showLedger(); }
  if (view.stories.length) { model.stories = model.stories.concat(view.stories).slice(-300); addStories(view.stories); }
  setText($('place'), `Replicas of one application elect a leader ${view.place}. Break them: two never lead at once.`);
  picked ??= model.leader()?.name ?? null;
  showTour(view.tour);
  showStatus();
  showCards();
  showButtons();
}

// ---- head

function showStatus() {
  const leader = model.leader(), verdict = $('verdict'), text = leader ? `${leader.name} leads` : 'Nobody leads at this moment';
  $('status').className = leader ? model.colour(leader.name) : '';
  if (verdict.dataset.text !== text) {
    verdict.dataset.text = text;
    verdict.replaceChildren(...(leader ? [make('b', { textContent: leader.name }), ` leads, token ${leader.token}`] : [text]));
  }
}

function showTour(step) {
  $('tour').hidden = !step;
  $('tour-start').disabled = !!step;
  if (!step) return;
  setText($('tour-number'), `${step.number}/${step.of}`);
  setText($('tour-title'), step.title);
  setText($('tour-text'), step.text);
  setText($('tour-outcome'), step.outcome);
  $('tour-bar').style.width = `${100 * (step.number - (step.outcome ? 0 : 0.5)) / step.of}%`;
}

// ---- replicas

function makeCard(replica) {
  const input = make('input', { type: 'radio', name: 'replica', id: `pick-${replica.name}`, value: replica.name });
  input.addEventListener('change', () => pick(replica.name));
  const badge = make('span', { className: 'badge' }), list = make('dl'), facts = {};
  for (const name of ['term', 'token', 'process', 'identity', 'work', 'clock']) {
    facts[name] = make('dd');
    list.append(make('dt', { textContent: name }), facts[name]);
  }
  const title = make('div', { className: 'title' }, input, make('label', { for: input.id, className: 'name', textContent: replica.name }), badge);
  const element = make('div', { className: 'card' });
  element.innerHTML = `<svg class="ring" viewBox="0 0 96 96" role="img" aria-label=""><circle cx="48" cy="48" r="40"/>`
    + `<circle class="left" cx="48" cy="48" r="40"/><text x="48" y="52"></text><text class="unit" x="48" y="66"></text></svg>`;
  element.append(title, list);
  element.insertAdjacentHTML('beforeend', '<svg class="ticks" viewBox="0 0 240 16" preserveAspectRatio="none" aria-hidden="true"></svg>');
  element.addEventListener('click', event => { if (event.target !== input) { input.checked = true; pick(replica.name); } });
  const ring = element.querySelector('.ring');
  const card = { element, input, badge, facts, ring, left: ring.querySelector('.left'), big: ring.querySelector('text'), unit: ring.querySelector('.unit'), ticks: element.querySelector('.ticks') };
  cards.set(replica.name, card);
  $('replicas').insertBefore(element, $('add'));
  return card;
}

function pick(name) { picked = name; showCards(); showButtons(); }

function wordFor(replica) {
  if (replica.state !== 'running') return STATES[replica.state];
  return replica.role === 'LEADER' && !replica.open ? 'ends its term' : WORDS[replica.role] ?? 'starts';
}

function showCards() {
  for (const replica of model.replicas) {
    const card = cards.get(replica.name) ?? makeCard(replica), known = replica.nonce !== '';
    card.input.checked = replica.name === picked;
    card.element.className = ['card', model.colour(replica.name), replica.state, replica.name === picked && 'picked',
      replica.state === 'running' && replica.open && 'leads', replica.cut && 'off'].filter(Boolean).join(' ');
    setText(card.badge, wordFor(replica) + (replica.cut && replica.state !== 'ended' ? ', cut off' : ''));
    setText(card.facts.term, known && replica.term !== '0' ? replica.term : '–');
    setText(card.facts.token, known && replica.token !== '0' ? replica.token : '–');
    setText(card.facts.process, String(replica.pid));
    setText(card.facts.identity, known ? replica.nonce.slice(0, 8) : '–');
    card.facts.identity.title = replica.nonce;
    setText(card.facts.work, known ? `${replica.running} running` : '–');
    setText(card.facts.clock, known ? `${(replica.told / 1000).toFixed(1)} s` : '–');
  }
}

function showRings() {
  for (const replica of model.replicas) {
    const card = cards.get(replica.name);
    if (!card) continue;
    const holds = replica.open && replica.state !== 'ended', left = holds ? Math.max(0, replica.deadline - model.now()) : 0;
    card.left.setAttribute('stroke-dasharray', `${(RING * Math.min(1, left / model.full)).toFixed(1)} ${RING.toFixed(1)}`);
    card.left.setAttribute('visibility', left > 0 ? 'visible' : 'hidden');
    setText(card.big, holds ? (left / 1000).toFixed(1) + ' s' : '–');
    setText(card.unit, holds ? left > 0 ? 'lease left' : 'gate shut' : 'no lease');
    const label = holds ? `${Math.ceil(left / 1000)} seconds of the lease left` : 'holds no lease';
    if (card.label !== label) card.ring.setAttribute('aria-label', card.label = label);
    showTicks(card, replica);
  }
}

/** The work of the latest twelve seconds. */
function showTicks(card, replica) {
  const begin = model.now() - 12000, out = [];
  for (const work of model.work.values()) {
    if (work.replica !== replica.name || (work.to ?? model.now()) < begin) continue;
    const x = Math.max(0, (work.from - begin) / 50), width = Math.max(2, ((work.to ?? model.now()) - Math.max(begin, work.from)) / 50);
    out.push(work.outcome === 'skipped' ? `<rect class="lost" x="${x}" y="10" width="1.6" height="3"/>`
      : work.outcome === 'refused' ? `<rect class="overlap" x="${x}" y="4" width="${width}" height="10"/>`
      : `<rect class="${work.outcome}" x="${x}" y="4" width="${width}" height="10"/>`);
  }
  card.ticks.innerHTML = out.join('');
}

// ---- buttons

async function ask(path) {
  const answer = await fetch(path, { method: 'POST', headers: { 'X-Room-Token': token } }).catch(() => null);
  const problem = answer === null ? 'The room does not answer.' : answer.ok ? '' : await answer.text();
  setText($('problem'), problem);
  $('problem').hidden = problem === '';
}

function makeButtons() {
  $('buttons').replaceChildren(...buttons.map(button => {
    button.element = make('button', { type: 'button', id: `press-${button.id}`, textContent: button.label, 'aria-describedby': `why-${button.id}` });
    button.element.addEventListener('click', () => ask(`/press/${button.id}/${picked}`));
    button.row = make('li', {}, button.element, make('span', { id: `why-${button.id}`, textContent: button.sentence }));
    return button.row;
  }));
}

function showButtons() {
  const replica = model.replica(picked);
  setText($('picked'), picked ?? 'a replica');
  $('picked').className = `name ${picked ? model.colour(picked) : ''}`;
  // of two that undo each other, the one that can be pressed is shown
  const twins = { resume: 'pause', mend: 'cut', start: 'kill' };
  for (const button of buttons) {
    const usable = !!replica?.buttons.includes(button.id);
    if (button.element.disabled === usable) button.element.disabled = !usable;
    const twin = Object.keys(twins).find(each => twins[each] === button.id);
    button.row.hidden = button.id in twins ? !usable : !!replica?.buttons.includes(twin);
  }
  $('add').hidden = model.replicas.length > 6;
}

// ---- what has been

function showTerms() {
  const broken = model.terms.some(term => term.gap < 0), gaps = model.terms.slice(1).map(term => term.gap);
  $('balance').className = broken ? 'broken' : '';
  setText($('balance'), broken ? 'Two led at once: a broken promise.' : gaps.length === 0 ? ''
    : `${model.terms.length} terms, no overlap. Latest change of leader: ${duration(gaps.at(-1))}.`);
  $('terms').querySelector('tbody').replaceChildren(...model.terms.map((term, index) => {
    const at = ms => `${(ms / 1000).toFixed(3)} s`;
    const row = make('tr', { className: model.colour(term.replica) }, make('td', { className: 'name', textContent: term.replica }),
      ...[term.token, at(term.begin), term.ended ? at(term.end) : 'goes on', term.ended.toLowerCase(), index ? `${term.gap.toFixed(1)} ms` : '–']
        .map(text => make('td', { textContent: text })));
    Object.assign(row.dataset, { replica: term.replica, token: term.token, gap: term.gap, ended: term.ended });
    return row;
  }).reverse());
}

// ---- shards

const shards = new Map();
const moves = new Map();

function makeShard(number) {
  const parts = { owner: make('b'), note: make('span'), token: make('span', { className: 'token', title: 'fencing token' }), known: null, timer: 0 };
  parts.element = make('li', { className: 'shard' },
    make('span', { className: 'number' }, make('span', { className: 'hidden', textContent: 'Shard ' }), String(number)), parts.token, parts.owner, parts.note);
  shards.set(number, parts);
  $('shards').append(parts.element);
  return parts;
}

function showShard(shard) {
  const parts = shards.get(shard.number) ?? makeShard(shard.number), changed = shard.owned && parts.known !== shard.token;
  if (changed && shard.from && parts.known !== null) markMove(parts, shard);
  if (changed) parts.known = shard.token;
  for (const each of [...parts.element.classList].filter(each => /^r\d$/.test(each))) parts.element.classList.remove(each);
  if (shard.owned) parts.element.classList.add(model.colour(shard.owner));
  parts.element.classList.toggle('free', !shard.owned);
  parts.element.classList.toggle('twice', shard.gap < 0);
  setText(parts.owner, shard.owned ? shard.owner : 'nobody');
  setText(parts.token, shard.owned ? shard.token : '');
  setText(parts.note, !shard.owned ? shard.owner && `was ${shard.owner}` : shard.from && `from ${shard.from} after ${duration(shard.gap)}`);
}

function markMove(parts, shard) {
  parts.element.style.setProperty('--from', `var(--${model.colour(shard.from)})`);
  parts.element.classList.remove('moved');
  void parts.element.offsetWidth; // begins the animation anew
  parts.element.classList.add('moved');
  clearTimeout(parts.timer);
  parts.timer = setTimeout(() => parts.element.classList.remove('moved'), 3000);
}

function showShards() {
  model.shards.forEach(showShard);
  const owned = model.shards.filter(shard => shard.owned), broken = model.shards.some(shard => shard.gap < 0);
  const shares = model.replicas.map(replica => [replica.name, owned.filter(shard => shard.owner === replica.name).length]).filter(share => share[1] > 0);
  setText($('shares'), `${owned.length} of ${model.shards.length} owned${shares.map((share, index) => `${index ? ', ' : ': '}${share.join(' ')}`).join('')}.`);
  owned.filter(shard => shard.from).forEach(shard => moves.set(`${shard.number} ${shard.token}`, shard));
  const latest = [...moves.values()].sort((one, other) => other.since - one.since), number = model.shards.reduce((sum, shard) => sum + shard.moves, 0);
  for (const shard of latest.splice(60)) moves.delete(`${shard.number} ${shard.token}`);
  $('moved').className = broken ? 'broken' : '';
  setText($('moved'), broken ? 'A shard had two owners at once: a broken promise.' : latest.length === 0 ? ''
    : `${number} moves, never two owners. Latest: ${duration(latest[0].gap)} without an owner.`);
  $('moves').querySelector('tbody').replaceChildren(...latest.map(showMove));
}

function showMove(shard) {
  const row = make('tr', {}, ...[shard.number, shard.from, shard.owner, shard.token, `${(shard.since / 1000).toFixed(3)} s`, `${shard.gap.toFixed(1)} ms`]
    .map(text => make('td', { textContent: text })));
  Object.assign(row.dataset, { from: shard.from, to: shard.owner, gap: shard.gap });
  return row;
}

const clock = ms => make('time', { textContent: `${(ms / 1000).toFixed(2)}` });

function showLedger() {
  $('ledger').replaceChildren(...model.lines.slice().reverse().map(line => make('li', { className: `${model.colour(line.writer)} ${line.accepted ? '' : 'no'}` },
    clock(line.at), make('span', { className: 'chip', textContent: line.token, title: 'fencing token' }),
    line.accepted ? make('span', {}, `by ${line.writer}${line.text && `: ${line.text}`}`)
      : make('span', {}, make('strong', { textContent: 'refused: ' }), make('s', { textContent: `late line of ${line.writer}` })))));
}

function addStories(stories) {
  $('story').prepend(...stories.slice().reverse().map(story => make('li', {}, clock(story.at),
    make('span', { className: `name ${model.colour(story.replica)}`, textContent: story.replica }), make('span', { className: story.tone, textContent: story.text }))));
  while ($('story').children.length > 150) $('story').lastChild.remove();
}

// ---- time axis

function showPlace() {
  $('hold').setAttribute('aria-pressed', String(!axis.live));
  setText($('hold'), axis.live ? 'Pause' : 'Live again');
  setText($('span'), `${axis.span / 1000} s`);
  const at = axis.cursor ?? (axis.live ? null : axis.end - axis.span / 2);
  history.replaceState(null, '', at === null ? location.pathname : `#at=${at.toFixed(0)}&span=${axis.span}`);
  showMoment();
}

function showMoment() {
  const at = axis.cursor;
  if (at === null) return setText($('moment'), '');
  const term = model.terms.find(each => each.begin <= at && at <= model.endOf(each));
  const draining = model.terms.find(each => model.endOf(each) < at && at <= each.drained);
  setText($('moment'), `At ${(at / 1000).toFixed(3)} s ${term ? `${term.replica} leads with token ${term.token}`
    : draining ? `nobody leads: ${draining.replica} ends its work` : 'nobody leads'}.`);
}

function readLink() {
  const link = new URLSearchParams(location.hash.slice(1));
  if (link.has('at') && Number.isFinite(+link.get('at'))) axis.show(+link.get('at'), +link.get('span'));
}

$('hold').addEventListener('click', () => axis.live ? axis.hold() : axis.follow());
$('back').addEventListener('click', () => axis.scroll(-0.4));
$('on').addEventListener('click', () => axis.scroll(0.4));
$('wider').addEventListener('click', () => axis.zoom(1));
$('closer').addEventListener('click', () => axis.zoom(-1));
$('link').addEventListener('click', async () => {
  axis.hold();
  const copied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false);
  setText($('moment'), copied ? 'The link is copied.' : `The address of this page is the link: ${location.href}`);
});
$('tour-start').addEventListener('click', () => { axis.follow(); ask('/tour/start'); });
$('tour-stop').addEventListener('click', () => ask('/tour/stop'));
addEventListener('hashchange', readLink);

// ---- life

let drawn = 0;
function draw(time) {
  if (time - drawn > (calm.matches ? 500 : 60) && model.offset !== null) {
    drawn = time;
    showRings();
    if (axis.live || !axis.element.firstChild) axis.draw();
  }
  requestAnimationFrame(draw);
}

async function begin() {
  $('replicas').append(make('button', { id: 'add', type: 'button', className: 'add', textContent: '+ Add a replica', 'aria-describedby': 'add-why' }));
  $('replicas').after(make('p', { id: 'add-why', className: 'hidden', textContent: 'A further process joins as a follower; the leader goes on undisturbed.' }));
  $('add').title = $('add-why').textContent;
  $('add').addEventListener('click', () => ask('/add'));
  buttons = await (await fetch('/buttons')).json();
  makeButtons();
  const stream = new EventSource('/stream');
  let linked = false;
  stream.addEventListener('message', event => {
    model.heldAt = null;
    $('lost').hidden = true;
    take(JSON.parse(event.data));
    if (!linked) { linked = true; readLink(); showPlace(); }
  });
  stream.addEventListener('error', () => { model.heldAt ??= model.now(); $('lost').hidden = false; });
  requestAnimationFrame(draw);
}

begin();
