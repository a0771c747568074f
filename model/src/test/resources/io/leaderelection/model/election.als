-- The election over one record, in ticks of a third of the lease duration: L = 3, D = 2.
--
-- Each step is one thing that happens to one process, or a tick passes. Nobody has to act: a process that does nothing is paused,
-- a request that is never applied is lost, an answer that is never delivered too.
module election

open util/ordering[Tick] as ticks
open util/ordering[Version] as versions

sig Tick {}
-- Versions of the record in the order of its writes. That of the write by which a term began is its fencing token.
sig Version {}
sig Name {}

enum Rule { Ours, ClientGo, ClientJava, Fabric8 }
enum Event { Idle, Pass, Look, Send, Apply, Answer, GiveUp, Notice, Release, Stop, Die, Obituary }

one sig Play { rule: Rule, var event: Event, var actor: lone Process }

sig Process {
  name: Name,
  var term: lone Version,     -- token of its term, while it has one
  var sent: lone Tick,        -- how long ago it sent its last write that it knows to have succeeded
  var sees: Version,          -- the record as it saw it last
  var seenFor: lone Tick,       -- how long ago that was new to it
  var free: lone Version,     -- the version, if it saw it given back, or knows its holder to be dead
  var net: lone Version,      -- its write on the way to the store, by the version that it replaces
  var asked: lone Tick,       -- how long ago it sent that
  var result: lone Version    -- the store's answer on the way back: the new version
}
var sig Dead in Process {}
var sig Shown in Version {}    -- the tokens with which somebody has led so far

one sig Record {
  var version: Version,
  var holder: lone Process,
  var age: Tick               -- by the holder's wall clock, which all are taken to share
}

fun L: Tick { ticks/last }
fun D: Tick { L.prev }
fun later[t: Tick]: Tick { t = L implies L else t.next }

-- What a process says when it is asked whether it leads. Ours reads the clock; the others say what they were told last.
pred leads[p: Process] {
  p not in Dead and some p.term
  Play.rule = Ours implies ticks/lt[p.sent, D]
}

pred mayTake[p: Process] {
  p.free = p.sees
  or Play.rule != Fabric8 and p.seenFor = L
  or Play.rule = Fabric8 and Record.age = L and p.sees = Record.version
}

pred init {
  no term and no sent and no net and no asked and no result and no Dead and no Record.holder
  all p: Process | p.sees = versions/first and p.seenFor = ticks/first and p.free = versions/first
  Record.version = versions/first and Record.age = ticks/first
  Play.event = Idle and no Play.actor
}

-- Frames: what stays as it is.
pred sameTerm[ps: set Process] { all p: ps | p.term' = p.term and p.sent' = p.sent }
pred sameView[ps: set Process] { all p: ps | p.sees' = p.sees and p.seenFor' = p.seenFor and p.free' = p.free }
pred sameWire[ps: set Process] { all p: ps | p.net' = p.net and p.asked' = p.asked and p.result' = p.result }
pred sameRecord { version' = version and holder' = holder and age' = age }
pred sameLife { Dead' = Dead }
pred does[e: Event, p: Process] { Play.event' = e and Play.actor' = p }

pred idle {
  Play.event' = Idle and no Play.actor'
  sameTerm[Process] sameView[Process] sameWire[Process] sameRecord sameLife
}

pred pass {
  Play.event' = Pass and no Play.actor'
  all p: Process {
    p.term' = p.term and p.sees' = p.sees and p.free' = p.free and p.net' = p.net and p.result' = p.result
    p.sent' = later[p.sent] and p.seenFor' = later[p.seenFor] and p.asked' = later[p.asked]
  }
  Record.version' = Record.version and holder' = holder and Record.age' = later[Record.age]
  sameLife
}

-- It reads the record. Who sees somebody else hold it leads no longer; who goes by names may find itself there.
pred look[p: Process] {
  does[Look, p] and p not in Dead and p.sees != Record.version
  p.sees' = Record.version and p.seenFor' = ticks/first
  p.free' = (no Record.holder implies Record.version else none)
  (no Record.holder or not mine[p]) implies no p.term'
    else (Play.rule != Ours and no p.term) implies p.term' = Record.version
    else p.term' = p.term
  p.sent' = p.sent
  sameTerm[Process - p] sameView[Process - p] sameWire[Process] sameRecord sameLife
}

-- Whether it takes the holder for itself: by the seal, or by the name.
pred mine[p: Process] { Play.rule = Ours implies Record.holder = p else Record.holder.name = p.name }

-- It sends a renewal, or a write by which it takes the record.
pred send[p: Process] {
  does[Send, p] and p not in Dead and no p.net and no p.result
  leads[p] or no p.term and mayTake[p]
  p.net' = p.sees and p.asked' = ticks/first and no p.result'
  sameTerm[Process] sameView[Process] sameWire[Process - p] sameRecord sameLife
}

-- The store applies a write of the version that it expects, and refuses any other; also that of a dead process.
pred apply[p: Process] {
  does[Apply, p] and some p.net and no p.net' and p.asked' = p.asked
  p.net = Record.version and some Record.version.next
    implies {
      Record.version' = Record.version.next and Record.holder' = p and Record.age' = ticks/first
      p.result' = Record.version.next
    } else { sameRecord and no p.result' }
  sameTerm[Process] sameView[Process] sameWire[Process - p] sameLife
}

-- The process learns that its write was applied: valid from the moment at which it was sent.
pred answer[p: Process] {
  does[Answer, p] and p not in Dead and some p.result
  p.sees' = p.result and p.seenFor' = ticks/first and no p.free'
  p.sent' = (Play.rule = Ours implies p.asked else ticks/first)
  p.term' = (leads[p] implies p.term else p.result)
  no p.net' and no p.asked' and no p.result'
  sameTerm[Process - p] sameView[Process - p] sameWire[Process - p] sameRecord sameLife
}

-- It waits no longer for an answer, or the request was lost on its way.
pred giveUp[p: Process] {
  does[GiveUp, p] and some p.net + p.result and no p.net' and no p.asked' and no p.result'
  sameTerm[Process] sameView[Process] sameWire[Process - p] sameRecord sameLife
}

-- A timer tells it that its renewal is overdue.
pred notice[p: Process] {
  does[Notice, p] and p not in Dead and some p.term and p.sent in D + L
  no p.term' and p.sent' = p.sent
  sameTerm[Process - p] sameView[Process] sameWire[Process] sameRecord sameLife
}

-- It gives the record back. Ours and client-go have ended their work before; the others end it afterwards.
pred release[p: Process] {
  does[Release, p] and leads[p] and no p.net and no p.result and p.sees = Record.version and Record.holder = p
  some Record.version.next
  Record.version' = Record.version.next and no Record.holder' and age' = age
  Play.rule in Ours + ClientGo implies (no p.term' and p.sent' = p.sent) else sameTerm[p]
  sameTerm[Process - p] sameView[Process] sameWire[Process] sameLife
}

-- The work is told to end after the release.
pred stop[p: Process] {
  does[Stop, p] and Play.rule in ClientJava + Fabric8 and p not in Dead and some p.term and Record.holder != p
  no p.term' and p.sent' = p.sent
  sameTerm[Process - p] sameView[Process] sameWire[Process] sameRecord sameLife
}

pred die[p: Process] {
  does[Die, p] and p not in Dead and Dead' = Dead + p
  no p.term' and p.sent' = p.sent
  sameTerm[Process - p] sameView[Process] sameWire[Process] sameRecord
}

-- It learns that the process which wrote the record that it sees is dead, and need not wait.
pred obituary[p: Process] {
  does[Obituary, p] and Play.rule = Ours and p not in Dead and p.sees = Record.version and Record.holder in Dead
  some Record.holder
  p.free' = p.sees and p.sees' = p.sees and p.seenFor' = p.seenFor
  sameTerm[Process] sameView[Process - p] sameWire[Process] sameRecord sameLife
}

pred step {
  Shown' = Shown + { v: Version | some p: Process | leads[p] and p.term = v }
  idle or pass or some p: Process {
    look[p] or send[p] or apply[p] or answer[p] or giveUp[p] or notice[p] or release[p] or stop[p] or die[p] or obituary[p]
  }
}

pred election[r: Rule] { Play.rule = r and init and no Shown and always step }
pred strangers { all disj p, q: Process | p.name != q.name }
pred twoLeaders { some disj p, q: Process | leads[p] and leads[q] }
pred fallingToken { some p: Process, t: Shown | leads[p] and versions/lt[p.term, t] }

-- What holds in every state of ours, however long it runs: it holds at first, no step breaks it, and it excludes both.
pred invariant {
  -- who has a term or a request knows since when
  all p: Process | (some p.term implies some p.sent) and (some p.net + p.result implies some p.asked)
  -- nobody knows a version that is not written yet
  all v: Process.(term + sees + free + net + result) + Shown | versions/lte[v, Record.version]
  -- who is not the holder leads no longer, and no answer on the way can change that
  all p: Process - Record.holder - Dead {
    some p.term implies ticks/gte[p.sent, D]
    some p.result implies ticks/gte[p.asked, D]
  }
  all p: Process & Record.holder - Dead {
    -- what the holder counts from is not younger than the record
    some p.term implies ticks/gte[p.sent, Record.age]
    some p.result implies ticks/gte[p.asked, Record.age]
    -- and its token is the highest, also that of a term which an answer may begin
    all t: Shown | some p.term implies versions/lte[t, p.term]
    all t: Shown + p.term | some p.result implies versions/lte[t, p.result]
  }
  all q: Process {
    -- nobody has waited for longer than the record is old
    q.sees = Record.version implies ticks/lte[q.seenFor, Record.age]
    -- who need not wait knows why
    q.free = Record.version implies no Record.holder - Dead
    -- a write that will be applied comes from the holder, or when the holder's time is over
    q.net = Record.version and q != Record.holder implies
      no q.term and (no Record.holder - Dead or Record.age = L)
  }
}
