import type { Permission } from "@callbay/domain/permissions";
import {
  Activity,
  Armchair,
  AudioLines,
  BadgeCheck,
  Ban,
  BookOpenText,
  Building2,
  ChartColumn,
  ChartNoAxesCombined,
  ClipboardCheck,
  Contact,
  ContactRound,
  CreditCard,
  FileText,
  Headset,
  HeartPulse,
  Hourglass,
  Landmark,
  type LucideIcon,
  Mail,
  Megaphone,
  MessageSquareWarning,
  PhoneCall,
  PhoneForwarded,
  PhoneOutgoing,
  ReceiptText,
  Scale,
  ScrollText,
  Server,
  ShieldCheck,
  Stamp,
  Table2,
  Target,
  Trophy,
  UsersRound,
} from "lucide-react";
import type { Messages } from "~/i18n/messages.ts";

export interface NavItem {
  readonly href: string;
  /** Under `common.nav`. */
  readonly key: keyof Messages["common"]["nav"];
  readonly icon: LucideIcon;
  /** Shown to those who hold one of these. */
  readonly needs: readonly Permission[];
}

export interface NavGroup {
  readonly key: keyof Messages["common"]["navGroup"] | null;
  readonly items: readonly NavItem[];
}

export const OPERATOR_NAV: readonly NavGroup[] = [
  {
    key: null,
    items: [
      { href: "/operator", key: "tenants", icon: Building2, needs: ["platform.tenant.read"] },
      { href: "/operator/approvals", key: "approvals", icon: BadgeCheck, needs: ["platform.campaign.review"] },
    ],
  },
  {
    key: "infrastructure",
    items: [
      { href: "/operator/pool", key: "pool", icon: Server, needs: ["platform.pool.read"] },
      { href: "/operator/health", key: "health", icon: HeartPulse, needs: ["platform.tenant.read"] },
      { href: "/operator/registers", key: "registers", icon: Ban, needs: ["platform.dnc.read"] },
      { href: "/operator/seats", key: "seatPool", icon: Armchair, needs: ["platform.tenant.read"] },
    ],
  },
  {
    key: "money",
    items: [
      { href: "/operator/billing", key: "billing", icon: ReceiptText, needs: ["platform.billing.read"] },
      { href: "/operator/disputes", key: "disputes", icon: MessageSquareWarning, needs: ["platform.billing.read"] },
      { href: "/operator/receivables", key: "receivables", icon: Hourglass, needs: ["platform.billing.read"] },
      { href: "/operator/payments", key: "payments", icon: Landmark, needs: ["platform.billing.read"] },
    ],
  },
  {
    key: "books",
    items: [
      { href: "/operator/ledger", key: "ledger", icon: BookOpenText, needs: ["platform.ledger.read"] },
      { href: "/operator/costs", key: "costs", icon: Scale, needs: ["platform.cost.write"] },
      { href: "/operator/rates", key: "rates", icon: Table2, needs: ["platform.contract.read"] },
      { href: "/operator/entities", key: "entities", icon: Stamp, needs: ["platform.contract.read"] },
      { href: "/operator/mail", key: "mail", icon: Mail, needs: ["platform.billing.read"] },
    ],
  },
  {
    key: "account",
    items: [{ href: "/operator/audit", key: "audit", icon: ScrollText, needs: ["platform.audit.read"] }],
  },
];

export const WORKSPACE_NAV: readonly NavGroup[] = [
  {
    key: null,
    items: [
      { href: "/w", key: "overview", icon: ChartColumn, needs: ["campaign.read", "usage.read"] },
      { href: "/w/floor", key: "floor", icon: Activity, needs: ["floor.read"] },
      { href: "/desk", key: "desk", icon: Headset, needs: ["duty.own"] },
    ],
  },
  {
    key: "work",
    items: [
      { href: "/w/campaigns", key: "campaigns", icon: Megaphone, needs: ["campaign.read"] },
      { href: "/w/lists", key: "lists", icon: Contact, needs: ["list.read"] },
      { href: "/w/contacts", key: "contacts", icon: ContactRound, needs: ["contact.read"] },
      { href: "/w/callbacks", key: "callbacks", icon: PhoneForwarded, needs: ["callback.write"] },
      { href: "/w/segments", key: "segments", icon: Target, needs: ["list.read"] },
      { href: "/w/do-not-call", key: "doNotCall", icon: Ban, needs: ["dnc.write"] },
      { href: "/w/caller-ids", key: "callerIds", icon: PhoneOutgoing, needs: ["campaign.read"] },
      { href: "/w/compliance", key: "compliance", icon: ShieldCheck, needs: ["compliance.read"] },
      { href: "/w/calls", key: "calls", icon: PhoneCall, needs: ["call.read"] },
      { href: "/w/recordings", key: "recordings", icon: AudioLines, needs: ["recording.play"] },
      { href: "/w/quality", key: "quality", icon: ClipboardCheck, needs: ["quality.read"] },
      { href: "/w/successes", key: "successes", icon: Trophy, needs: ["success.read"] },
      { href: "/w/reports", key: "reports", icon: ChartNoAxesCombined, needs: ["report.read"] },
    ],
  },
  {
    key: "team",
    items: [
      { href: "/w/people", key: "people", icon: UsersRound, needs: ["person.read"] },
      { href: "/w/seats", key: "seats", icon: Armchair, needs: ["seat.read"] },
    ],
  },
  {
    key: "money",
    items: [
      { href: "/w/contracts", key: "contracts", icon: FileText, needs: ["contract.read"] },
      { href: "/w/invoices", key: "invoices", icon: ReceiptText, needs: ["invoice.read"] },
      { href: "/w/payments", key: "payments", icon: CreditCard, needs: ["invoice.read"] },
    ],
  },
  {
    key: "account",
    items: [{ href: "/w/audit", key: "audit", icon: ScrollText, needs: ["audit.read"] }],
  },
];

/** The part of a navigation that these permissions open. */
export function permitted(groups: readonly NavGroup[], permissions: readonly string[]): NavGroup[] {
  return groups
    .map((group) => ({
      ...group,
      items: group.items.filter((item) => item.needs.some((one) => permissions.includes(one))),
    }))
    .filter((group) => group.items.length > 0);
}

/** The item whose page this is: the longest address that the path begins with. */
export function currentItem(groups: readonly NavGroup[], path: string): NavItem | undefined {
  return groups
    .flatMap((group) => group.items)
    .filter((item) => path === item.href || path.startsWith(`${item.href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0];
}
