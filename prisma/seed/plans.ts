import { DEFAULT_CALLING_WINDOW } from "@callbay/domain/calling-window";
import type { CampaignPlan, ListPlan } from "./campaign.ts";
import type { ClientPlan } from "./client.ts";
import { contactsCsv, HONG_KONG, NORWAY } from "./contacts.ts";
import { FJORD_TEAM, MANGROVE_TEAM } from "./people.ts";

/** A travel agency in Hong Kong: its own agents and two of the operator's, and a campaign that runs day and night. */
export const MANGROVE: ClientPlan = {
  tenant: {
    slug: "mangrove",
    name: "Mangrove Travel 红树旅行",
    legalName: "Mangrove Travel (Hong Kong) Ltd. 红树旅行（香港）有限公司",
    addressLines: ["Unit 1203, 12/F, 33 Canton Road", "Tsim Sha Tsui 香港尖沙咀广东道33号12楼1203室"],
    timezone: "Asia/Hong_Kong",
    country: "HK",
    locale: "en",
  },
  billing: {
    city: "Hong Kong",
    postalCode: "",
    billingEmail: "accounts@mangrove.example",
    endpointScheme: "EM",
    endpointId: "accounts@mangrove.example",
  },
  number: { e164: "+85230081200", label: "Mangrove main line" },
  channels: { guaranteedChannels: 30, burstChannels: 30 },
  contracts: [
    {
      reference: "MT-SEAT-1",
      form: "SEAT",
      currency: "HKD",
      terms: {
        // Simulated callees talk for two to eight seconds: with the usual ten, nobody's call would reach the invoice.
        minTalkMs: 3_000,
        recordingRequired: false,
        taxRatePpm: 0,
        paymentTermDays: 30,
        components: [
          { type: "seat", params: { monthlyRate: "1200.00", minSeats: 5 } },
          { type: "per_call", direction: "outbound", params: { rate: "0.85", baseFee: "500.00" } },
        ],
      },
    },
    {
      reference: "MT-FULL-1",
      form: "FULL",
      currency: "HKD",
      terms: {
        minTalkMs: 10_000,
        recordingRequired: true,
        components: [{ type: "per_call", direction: "outbound", params: { rate: "6.50", baseFee: "2000.00" } }],
      },
    },
  ],
  team: MANGROVE_TEAM,
  seats: 10,
};

/** An electricity supplier in Oslo: form SEAT, small, still preparing its first campaign. */
export const FJORD: ClientPlan = {
  tenant: {
    slug: "fjord-energi",
    name: "Fjord Energi",
    legalName: "Fjord Energi AS",
    addressLines: ["Bryggegata 6"],
    taxNumber: "NO 987 654 321 MVA",
    timezone: "Europe/Oslo",
    country: "NO",
    locale: "en",
  },
  // 0192 is the Norwegian register of companies.
  billing: {
    city: "Oslo",
    postalCode: "0250",
    billingEmail: "faktura@fjord.example",
    endpointScheme: "0192",
    endpointId: "987654321",
  },
  number: { e164: "+4723001200", label: "Kundesenter" },
  channels: { guaranteedChannels: 5, burstChannels: 10 },
  contracts: [
    {
      reference: "FE-SEAT-1",
      form: "SEAT",
      currency: "NOK",
      terms: {
        taxRatePpm: 250_000,
        paymentTermDays: 14,
        components: [
          { type: "seat", params: { monthlyRate: "1890.00", minSeats: 2 } },
          { type: "per_call", direction: "outbound", params: { rate: "1.20", baseFee: "0" } },
        ],
      },
    },
  ],
  team: FJORD_TEAM,
  seats: 3,
};

const ALWAYS = [[0, 1_440]] as const;
/** 10:00 to 18:30. */
const OFFICE = [[600, 1_110]] as const;

const SALES_DISPOSITIONS: CampaignPlan["dispositions"] = [
  { code: "booked", label: "Booked", success: true },
  { code: "call_back", label: "Call back later", retryAfterMinutes: 60 },
  {
    code: "not_interested",
    label: "Not interested",
    fields: [
      {
        key: "why",
        type: "choice",
        label: "Why not? 原因",
        required: true,
        options: ["Price 价格", "Dates 日期", "Other agency 已有旅行社", "Does not travel 不出行"],
      },
    ],
  },
  { code: "wrong_person", label: "Wrong person" },
  { code: "do_not_call", label: "Never call again", doNotCall: true },
];

export const MANGROVE_LIST: ListPlan = {
  list: {
    name: "Travellers 2025 旅客名单",
    source: "Mangrove Travel's own bookings of 2025",
    consentBasis: "consent",
    consentNote: "Ticked at booking: may be called about new journeys.",
    defaultCountry: "HK",
  },
  fileName: "travellers-2025.csv",
  csv: contactsCsv(600, HONG_KONG),
};

export const MANGROVE_RUNNING: CampaignPlan = {
  upTo: "running",
  fields: {
    name: "Early-bird journeys 早鸟行程",
    purpose: "telemarketing",
    script: [
      "Good day {{displayName}}, this is {{agent.name}} of Mangrove Travel.",
      "You travelled with us last year ({{attributes.last_trip}}). Our early-bird prices end this month.",
      "May I tell you about three journeys that might suit you?",
      "Thank you for your time. Have a good day.",
    ].join("\n\n"),
    // Day and night, so that the demo has calls at whatever hour somebody looks. A real campaign keeps to the day.
    callingWindow: {
      weekly: { mon: ALWAYS, tue: ALWAYS, wed: ALWAYS, thu: ALWAYS, fri: ALWAYS, sat: ALWAYS, sun: ALWAYS },
      holidays: [],
    },
  },
  dispositions: SALES_DISPOSITIONS,
};

/** Waits for the operator's review. */
export const MANGROVE_SUBMITTED: CampaignPlan = {
  upTo: "submitted",
  fields: {
    name: "After-journey survey 行程回访",
    purpose: "care",
    script: "Good day {{displayName}}, how was {{attributes.last_trip}}? May I ask you three short questions?",
    callingWindow: { ...DEFAULT_CALLING_WINDOW },
    schedule: {
      zone: "Asia/Hong_Kong",
      from: null,
      until: null,
      hours: { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE, sat: [], sun: [] },
    },
  },
  dispositions: [
    { code: "answered", label: "Answered all", success: true },
    { code: "partly", label: "Answered some" },
    { code: "call_back", label: "Call back later", retryAfterMinutes: 120 },
    { code: "declined", label: "Declined" },
    { code: "do_not_call", label: "Never call again", doNotCall: true },
  ],
};

export const FJORD_LIST: ListPlan = {
  list: {
    name: "Fixed price ending",
    source: "Customer register, contracts that end in spring",
    consentBasis: "contract",
    defaultCountry: "NO",
  },
  fileName: "fixed-price.csv",
  csv: contactsCsv(80, NORWAY),
};

export const FJORD_DRAFT: CampaignPlan = {
  upTo: "draft",
  fields: {
    name: "Renew fixed price",
    purpose: "care",
    script: "Hei {{displayName}}, this is {{agent.name}} of Fjord Energi. Your fixed price ends soon …",
  },
  dispositions: SALES_DISPOSITIONS,
};
