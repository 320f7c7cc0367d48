/** What a card does when it is charged. The numbers are Stripe's published test cards. */
export type CardBehaviour = "pays" | "declined" | "insufficient_funds" | "asks_holder" | "disputed";

export interface TestCard {
  readonly key: string;
  readonly label: string;
  readonly brand: string;
  readonly last4: string;
  readonly behaviour: CardBehaviour;
}

export const CARDS: readonly [TestCard, ...TestCard[]] = [
  { key: "pm_card_visa", label: "4242 4242 4242 4242 pays", brand: "visa", last4: "4242", behaviour: "pays" },
  {
    key: "pm_card_chargeDeclined",
    label: "4000 0000 0000 0341 saved, then declined",
    brand: "visa",
    last4: "0341",
    behaviour: "declined",
  },
  {
    key: "pm_card_chargeDeclinedInsufficientFunds",
    label: "4000 0000 0000 9995 no money",
    brand: "visa",
    last4: "9995",
    behaviour: "insufficient_funds",
  },
  {
    key: "pm_card_authenticationRequired",
    label: "4000 0027 6000 3184 its holder must confirm",
    brand: "visa",
    last4: "3184",
    behaviour: "asks_holder",
  },
  {
    key: "pm_card_createDispute",
    label: "4000 0000 0000 0259 pays, then disputes",
    brand: "visa",
    last4: "0259",
    behaviour: "disputed",
  },
];

export function cardOf(key: string | null): TestCard {
  return CARDS.find((card) => card.key === key) ?? CARDS[0];
}

/** The code with which a card refuses; null when it pays. `present`: its holder is there and has confirmed. */
export function refusalOf(behaviour: CardBehaviour, present: boolean): string | null {
  if (behaviour === "declined") return "generic_decline";
  if (behaviour === "insufficient_funds") return "insufficient_funds";
  return behaviour === "asks_holder" && !present ? "authentication_required" : null;
}
