import type { CallingWindow, LocalSpan, Weekday } from "../calling-window/hours.ts";
import { holidaysOf } from "./holidays.ts";
import { type ComplianceRules, OVERRIDABLE_REASONS, type Region } from "./types.ts";

/**
 * What Callbay asks of a campaign in each region, before a client makes it stricter. Each rule has its source beside
 * it; "ours" is a choice of Callbay where no law names a figure. docs/compliance.md says the same to people.
 * Not legal advice: whoever dials answers for it, and states, purposes and trades may ask for more.
 */

/** Holidays are written out for these years; later ones come with a later version of the preset. */
const FIRST_YEAR = 2026;
const LAST_YEAR = 2035;
const FIVE_YEARS = 1826;
/** Scheduling rules of the campaign itself, which protect no law's person. */
const OWN_RULES = ["attempt_cap", "not_due", "callback_reserved"] as const;

const us: ComplianceRules = {
  region: "us",
  // 16 CFR 310.4(c), 47 CFR 64.1200(c)(1): 8 a.m. to 9 p.m. local time at the called person's location.
  callingWindow: daily([480, 1260]),
  countries: {},
  attempts: {
    perDay: null,
    // 12 CFR 1006.14(b)(2)(i) (Regulation F): seven calls in seven days; of collection, held for every purpose.
    perWeek: 7,
    perThirtyDays: null,
    perContact: null,
  },
  abandoned: {
    // 47 CFR 64.1200(a)(7), 16 CFR 310.4(b)(4): 3 % of calls answered live by a person, over 30 days, per campaign;
    // abandoned when not joined within two seconds of the completed greeting (we count from the answer).
    maxPpm: 30_000,
    windowDays: 30,
    joinDeadlineMs: 2_000,
    // 16 CFR 310.4(b)(4)(ii), 47 CFR 64.1200(a)(6): rings at least 15 seconds or four rings.
    minRingMs: 15_000,
    agentOnlyHours: 0,
  },
  // An agent may call under the list's basis; a message needs prior express written consent: see agentless.
  consent: { required: "listed", proof: false, maxAgeDays: null },
  // 16 CFR 310.4(a)(8), 47 CFR 64.1601(e): caller id is transmitted and not blocked.
  callerId: { required: true, sameCountry: false },
  machineDetection: "allowed",
  // 47 CFR 64.1200(a)(2), (a)(3), 16 CFR 310.4(b)(1)(v): a prerecorded message needs prior express written consent.
  messageDrop: "with_consent",
  agentless: "with_consent",
  // 16 CFR 310.5: records are kept five years.
  retention: { recordingDays: null, consentProofDays: FIVE_YEARS, attemptDays: FIVE_YEARS },
  // The hours do not bind calls that the called person has agreed to beforehand: 16 CFR 310.4(c).
  overridable: [...OWN_RULES, "holiday", "outside_window"],
};

const uk: ComplianceRules = {
  region: "uk",
  // No statute names hours; the Direct Marketing Association's code: 8 to 21, on Sundays from 9.
  callingWindow: { ...daily([480, 1260]), weekly: { ...daily([480, 1260]).weekly, sun: [[540, 1260]] } },
  countries: {},
  // Ours: repeated calls to one number weigh in Ofcom's judgement of persistent misuse, without a figure.
  attempts: { perDay: 3, perWeek: 10, perThirtyDays: null, perContact: null },
  abandoned: {
    // Ofcom, Persistent misuse: statement of general policy (20 December 2016): no fixed percentage any more; any
    // abandoned call may be misuse. The rate is reported, the campaign's own limit steers.
    maxPpm: null,
    windowDays: 30,
    // The same: an information message within two seconds of the answer, at least 15 seconds of ringing, and for
    // 72 hours only with a live operator guaranteed.
    joinDeadlineMs: 2_000,
    minRingMs: 15_000,
    agentOnlyHours: 72,
  },
  consent: { required: "listed", proof: false, maxAgeDays: null },
  // Privacy and Electronic Communications Regulations 2003, reg. 21(A1): a caller id that can be called back.
  callerId: { required: true, sameCountry: false },
  // Ours: a person taken for a machine hears silence, which Ofcom tolerates at no rate.
  machineDetection: "forbidden",
  // PECR reg. 19: recorded messages of direct marketing need the subscriber's own consent.
  messageDrop: "forbidden",
  agentless: "with_consent",
  retention: { recordingDays: null, consentProofDays: FIVE_YEARS, attemptDays: 365 },
  overridable: [...OWN_RULES, "attempts_week", "attempts_today", "holiday", "outside_window"],
};

const eu: ComplianceRules = {
  region: "eu",
  // Ours, where a country names no hours: working days 9 to 20, Saturdays to 18, never on Sundays.
  callingWindow: { weekly: { ...weekdays([540, 1200]), sat: [[540, 1080]], sun: [] }, holidays: [] },
  countries: {
    FR: {
      // Code de la consommation, art. D. 223-9 (décret 2022-1313): Monday to Friday 10 to 13 and 14 to 20, no public
      // holidays; at most four calls or tries in thirty days.
      weekly: { ...weekdays([600, 780], [840, 1200]), sat: [], sun: [] },
      holidays: holidaysOf("FR", FIRST_YEAR, LAST_YEAR),
      attempts: { perThirtyDays: 4 },
    },
    ES: {
      // Real Decreto Legislativo 1/2007, art. 96.2: 9 to 21, no public holidays or weekends.
      weekly: { ...weekdays([540, 1200]), sat: [], sun: [] },
      holidays: holidaysOf("ES", FIRST_YEAR, LAST_YEAR),
    },
    IT: {
      // AGCOM, delibera 197/23/CONS (code of conduct): working days 9 to 20, Saturdays 10 to 19, no public holidays.
      weekly: { ...weekdays([540, 1200]), sat: [[600, 1080]], sun: [] },
      holidays: holidaysOf("IT", FIRST_YEAR, LAST_YEAR),
    },
  },
  // Ours, beside the caps of single countries.
  attempts: { perDay: 2, perWeek: 6, perThirtyDays: null, perContact: null },
  abandoned: {
    // Garante per la protezione dei dati personali, provvedimento 20 February 2014 on silent calls: 3 in 100 per
    // campaign; afterwards no call for five days, then with an agent guaranteed. Held for the whole region.
    maxPpm: 30_000,
    windowDays: 30,
    joinDeadlineMs: 2_000,
    minRingMs: 15_000,
    agentOnlyHours: 120,
  },
  // Directive 2002/58/EC art. 13 leaves it to the countries; § 7(2) UWG (Germany) asks express consent of consumers,
  // Regulation (EU) 2016/679 art. 7(1) that it can be shown.
  consent: { required: "express", proof: true, maxAgeDays: null },
  callerId: { required: true, sameCountry: false },
  machineDetection: "allowed",
  // Directive 2002/58/EC art. 13(1): automatic calling machines need prior consent.
  messageDrop: "with_consent",
  agentless: "with_consent",
  // § 7a UWG: proof of consent five years. Recordings: Regulation (EU) 2016/679 art. 5(1)(e), no longer than needed; ours.
  retention: { recordingDays: 180, consentProofDays: FIVE_YEARS, attemptDays: 365 },
  overridable: [...OWN_RULES],
};

const cn: ComplianceRules = {
  region: "cn",
  // Civil Code art. 1033 protects the peace of private life and names no hours; ours: 9 to 20 with a rest at noon.
  callingWindow: daily([540, 720], [840, 1200]),
  countries: {},
  // Ours: frequent calls to one number are what carriers of the mainland take for harassment and block.
  attempts: { perDay: 2, perWeek: 6, perThirtyDays: null, perContact: null },
  // Ours: no rule names a share; the American one is held.
  abandoned: { maxPpm: 30_000, windowDays: 30, joinDeadlineMs: 2_000, minRingMs: 15_000, agentOnlyHours: 72 },
  // Civil Code art. 1033(1), Advertising Law art. 43: no calls without the person's agreement; Personal Information
  // Protection Law arts. 13 and 14: the consent is the person's own and explicit.
  consent: { required: "express", proof: true, maxAgeDays: null },
  // Measures of the Ministry of Industry and Information Technology against nuisance calls (2018): the true number is
  // shown; a foreign one to a mainland number is not.
  callerId: { required: true, sameCountry: true },
  machineDetection: "allowed",
  messageDrop: "with_consent",
  agentless: "with_consent",
  // Personal Information Protection Law art. 19: the shortest time needed (ours: 180 days); art. 56: three years.
  retention: { recordingDays: 180, consentProofDays: 1096, attemptDays: 1096 },
  overridable: [...OWN_RULES],
};

/** No law of ours: the campaign's own settings are all that binds, and the client answers for them. */
const custom: ComplianceRules = {
  region: "custom",
  callingWindow: daily([0, 1440]),
  countries: {},
  attempts: { perDay: null, perWeek: null, perThirtyDays: null, perContact: null },
  abandoned: { maxPpm: null, windowDays: 30, joinDeadlineMs: 10_000, minRingMs: 5_000, agentOnlyHours: 0 },
  consent: { required: "listed", proof: false, maxAgeDays: null },
  callerId: { required: true, sameCountry: false },
  machineDetection: "allowed",
  messageDrop: "allowed",
  agentless: "allowed",
  retention: { recordingDays: null, consentProofDays: null, attemptDays: null },
  overridable: [...OVERRIDABLE_REASONS],
};

/** The rules that a profile of each region begins with. */
export const PRESETS: Readonly<Record<Region, ComplianceRules>> = { us, uk, eu, cn, custom };

function daily(...spans: LocalSpan[]): CallingWindow {
  return { weekly: { ...weekdays(...spans), sat: spans, sun: spans }, holidays: [] };
}

function weekdays(...spans: LocalSpan[]): Record<Exclude<Weekday, "sat" | "sun">, readonly LocalSpan[]> {
  return { mon: spans, tue: spans, wed: spans, thu: spans, fri: spans };
}
