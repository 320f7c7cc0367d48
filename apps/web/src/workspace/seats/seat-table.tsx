"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation } from "@tanstack/react-query";
import { Armchair, UserRoundPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Checkbox, Switch } from "~/ui/form.tsx";
import { Day, Elapsed } from "~/ui/format.tsx";
import { EmptyState } from "~/ui/layout.tsx";
import { StatusDot, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { toast } from "~/ui/toast.tsx";
import { Tooltip } from "~/ui/tooltip.tsx";
import { AssignDialog } from "./assign-dialog.tsx";
import { PhoneDialog } from "./phone-dialog.tsx";

type Seats = RouterOutputs["seats"]["list"];
export type Lease = Seats["items"][number];

interface SeatTableProps {
  readonly seats: Seats | undefined;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (leaseIds: ReadonlySet<string>) => void;
  readonly toolbar: ReactNode;
  readonly rentButton: ReactNode;
}

/** Whether somebody is on it now; a seat in use can be neither given away nor released. */
export function SeatTable({ seats, selected, onSelect, toolbar, rentButton }: SeatTableProps) {
  const t = useTranslations("workspace.seats");
  const label = useEnumLabel();
  const may = useMay();
  const [assigning, setAssigning] = useState<string | null>(null);
  const [phoneOf, setPhoneOf] = useState<string | null>(null);
  const lease = seats?.items.find((one) => one.leaseId === assigning);
  const withPhone = seats?.items.find((one) => one.leaseId === phoneOf);
  const toggle = (id: string, on: boolean): void => {
    const next = new Set(selected);
    if (on) next.add(id);
    else next.delete(id);
    onSelect(next);
  };
  const columns: Column<Lease>[] = [
    ...(may("seat.rent")
      ? [
          {
            key: "pick",
            header: t("pick"),
            hideHeader: true,
            width: "2.5rem",
            cell: (row: Lease) => (
              <Checkbox
                checked={selected.has(row.leaseId)}
                onChange={(on) => toggle(row.leaseId, on)}
                label={t("pickSeat", { seat: row.label })}
                hideLabel
                disabled={row.inUseBy !== null}
              />
            ),
          },
        ]
      : []),
    {
      key: "label",
      header: t("seat"),
      width: "5rem",
      sort: (row) => row.label,
      csv: (row) => row.label,
      cell: (row) => <span className="font-medium">{row.label}</span>,
    },
    {
      key: "location",
      header: t("location"),
      sort: (row) => row.location,
      csv: (row) => row.location,
      cell: (row) => row.location || <span className="text-faint">—</span>,
    },
    {
      key: "person",
      header: t("assignedTo"),
      width: "10rem",
      sort: (row) => row.assignedTo?.name ?? null,
      csv: (row) => row.assignedTo?.name,
      cell: (row) => <Assignee lease={row} onAssign={() => setAssigning(row.leaseId)} />,
    },
    {
      key: "recording",
      header: t("recording"),
      width: "6.5rem",
      sort: (row) => (row.recordingEnabled ? 1 : 0),
      csv: (row) => (row.recordingEnabled ? "on" : "off"),
      cell: (row) => <RecordingSwitch lease={row} offers={seats?.offers ?? []} />,
    },
    {
      key: "phone",
      header: t("phone.column"),
      width: "7.5rem",
      sort: (row) => (row.phone ? (row.phone.registered ? 2 : 1) : 0),
      csv: (row) => row.phone?.username,
      cell: (row) => <Telephone lease={row} onOpen={() => setPhoneOf(row.leaseId)} />,
    },
    {
      key: "use",
      header: t("inUse"),
      width: "8.5rem",
      sort: (row) => row.inUseBy?.state ?? null,
      csv: (row) => row.inUseBy?.name,
      cell: (row) =>
        row.inUseBy ? (
          <span className="flex items-center gap-2">
            <StatusDot tone={toneOf(row.inUseBy.state)}>{label("dutyState", row.inUseBy.state)}</StatusDot>
            <span className="text-xs text-muted">
              <Elapsed since={row.inUseBy.since} />
            </span>
          </span>
        ) : (
          <span className="text-faint">{t("idle")}</span>
        ),
    },
    {
      key: "since",
      header: t("since"),
      width: "7rem",
      sort: (row) => row.startsAt,
      csv: (row) => row.startsAt.toISOString(),
      cell: (row) => (
        <span className="text-muted">
          <Day date={row.startsAt.toISOString()} />
        </span>
      ),
    },
  ];
  return (
    <>
      <Table
        label={t("title")}
        columns={columns}
        rows={seats?.items}
        rowKey={(row) => row.leaseId}
        initialSort={{ key: "label" }}
        exportName="seats"
        toolbar={toolbar}
        isSelected={(row) => selected.has(row.leaseId)}
        empty={
          <EmptyState icon={<Armchair aria-hidden />} title={t("empty")} action={rentButton}>
            {t("emptyHint")}
          </EmptyState>
        }
      />
      {lease ? <AssignDialog lease={lease} onClose={() => setAssigning(null)} /> : null}
      {withPhone ? <PhoneDialog lease={withPhone} onClose={() => setPhoneOf(null)} /> : null}
    </>
  );
}

function Telephone({ lease, onOpen }: { lease: Lease; onOpen: () => void }) {
  const t = useTranslations("workspace.seats.phone");
  const may = useMay();
  const { phone } = lease;
  const state = phone ? (
    <StatusDot tone={phone.registered ? "ok" : "neutral"}>{t(phone.registered ? "registered" : "away")}</StatusDot>
  ) : null;
  if (!may("seat.assign")) return state ?? <span className="text-faint">—</span>;
  return (
    <Button size="sm" tone="ghost" className="-my-1 -ml-2.5" onClick={onOpen}>
      {state ?? t("set")}
    </Button>
  );
}

function Assignee({ lease, onAssign }: { lease: Lease; onAssign: () => void }) {
  const t = useTranslations("workspace.seats");
  const may = useMay();
  if (!may("seat.assign") || lease.inUseBy)
    return lease.assignedTo ? lease.assignedTo.name : <span className="text-faint">{t("nobody")}</span>;
  if (!lease.assignedTo)
    return (
      <Button size="sm" tone="ghost" className="-my-1 -ml-2.5" icon={<UserRoundPlus aria-hidden />} onClick={onAssign}>
        {t("assign")}
      </Button>
    );
  return (
    <button
      type="button"
      onClick={onAssign}
      title={t("change")}
      className="-mx-1.5 rounded-sm px-1.5 py-0.5 text-left hover:bg-hover hover:underline"
    >
      {lease.assignedTo.name}
    </button>
  );
}

function RecordingSwitch({ lease, offers }: { lease: Lease; offers: Seats["offers"] }) {
  const t = useTranslations("workspace.seats");
  const may = useMay();
  const trpc = useTRPC();
  const change = useMutation(
    trpc.seats.setRecording.mutationOptions({
      onSuccess: ({ enabled }) => toast.success(t(enabled ? "recordingOn" : "recordingOff", { seat: lease.label })),
    }),
  );
  const required = offers.some((offer) => offer.contractId === lease.contractId && offer.recordingRequired);
  const why = !lease.recordingCapable ? t("cannotRecord") : required ? t("recordingRequired") : null;
  const fixed = !lease.recordingCapable || (required && lease.recordingEnabled);
  const control = (
    <Switch
      checked={change.isPending ? change.variables.enabled : lease.recordingEnabled}
      onChange={(enabled) => change.mutate({ leaseId: lease.leaseId, enabled })}
      label={t("recordingOf", { seat: lease.label })}
      hideLabel
      disabled={!may("seat.assign") || fixed || change.isPending}
    />
  );
  if (!why) return <span className="flex items-center">{control}</span>;
  return (
    <Tooltip text={why}>
      <span className="flex w-fit items-center gap-1.5">
        {control}
        <span className="text-xs text-faint">{t(lease.recordingCapable ? "byContract" : "none")}</span>
      </span>
    </Tooltip>
  );
}
