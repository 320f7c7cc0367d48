"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation } from "@tanstack/react-query";
import { Ellipsis, UsersRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay, useMe } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { IconButton } from "~/ui/button.tsx";
import { Input } from "~/ui/form.tsx";
import { EmptyState } from "~/ui/layout.tsx";
import { DropdownMenu } from "~/ui/menu.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { Badge } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { toast } from "~/ui/toast.tsx";
import { RoleDialog } from "./role-dialog.tsx";
import { SkillsDialog } from "./skills-dialog.tsx";
import { MoveDialog } from "./unit-dialogs.tsx";

export type Person = RouterOutputs["people"]["list"]["items"][number];

export function PeopleTable({ people }: { people: readonly Person[] | undefined }) {
  const t = useTranslations("workspace.people");
  const label = useEnumLabel();
  const me = useMe();
  const may = useMay();
  const trpc = useTRPC();
  const [search, setSearch] = useState("");
  const [roleOf, setRoleOf] = useState<Person | null>(null);
  const [moving, setMoving] = useState<Person | null>(null);
  const [teaching, setTeaching] = useState<Person | null>(null);
  const [ending, setEnding] = useState<Person | null>(null);
  const end = useMutation(
    trpc.people.end.mutationOptions({
      onSuccess: () => ending && toast.success(t("ended", { name: ending.name })),
      onSettled: () => setEnding(null),
    }),
  );
  const own = me.workspace.kind === "tenant" ? me.workspace.membershipId : "";
  const mayTouch = (person: Person): boolean =>
    may("person.invite") &&
    person.employer === "client" &&
    person.membershipId !== own &&
    (person.role !== "owner" || me.workspace.role === "owner");
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = people?.filter((person) =>
    words.every((word) => `${person.name} ${person.email}`.toLowerCase().includes(word)),
  );
  const columns: Column<Person>[] = [
    {
      key: "name",
      header: t("name"),
      width: "13rem",
      sort: (row) => row.name,
      csv: (row) => row.name,
      cell: (row) => (
        <span className="flex items-center gap-2 font-medium">
          {row.name}
          {row.membershipId === own ? <span className="text-xs font-normal text-faint">{t("you")}</span> : null}
        </span>
      ),
    },
    {
      key: "email",
      header: t("email"),
      sort: (row) => row.email,
      csv: (row) => row.email,
      cell: (row) => <span className="text-muted">{row.email}</span>,
    },
    {
      key: "role",
      header: t("role"),
      width: "10.5rem",
      sort: (row) => row.role,
      csv: (row) => label("tenantRole", row.role),
      cell: (row) => (
        <span className="flex items-center gap-2">
          {label("tenantRole", row.role)}
          {row.employer === "operator" ? <Badge>{label("employer", row.employer)}</Badge> : null}
        </span>
      ),
    },
    {
      key: "unit",
      header: t("unit"),
      width: "8rem",
      sort: (row) => row.orgUnit?.name ?? null,
      csv: (row) => row.orgUnit?.name,
      cell: (row) => row.orgUnit?.name ?? <span className="text-faint">—</span>,
    },
    {
      key: "skills",
      header: t("skills.title"),
      width: "11rem",
      csv: (row) => row.skills.map(({ name, level }) => `${name} ${level}`).join(", "),
      cell: (row) => <Skills of={row} />,
    },
    {
      key: "seat",
      header: t("seat"),
      width: "5rem",
      sort: (row) => row.seat,
      csv: (row) => row.seat,
      cell: (row) => row.seat ?? <span className="text-faint">—</span>,
    },
    {
      key: "since",
      header: t("since"),
      fileOnly: true,
      csv: (row) => row.since.toISOString(),
      cell: () => null,
    },
    {
      key: "actions",
      header: t("actions", { name: "" }),
      hideHeader: true,
      width: "3rem",
      align: "right",
      cell: (row) =>
        may("person.invite") ? (
          <DropdownMenu
            trigger={
              <IconButton
                className="-my-1"
                size="sm"
                label={t("actions", { name: row.name })}
                icon={<Ellipsis aria-hidden />}
              />
            }
            groups={[
              [
                ...(mayTouch(row) ? [{ key: "role", label: t("changeRole"), onSelect: () => setRoleOf(row) }] : []),
                { key: "move", label: t("changeUnit"), onSelect: () => setMoving(row) },
                { key: "skills", label: t("skills.change"), onSelect: () => setTeaching(row) },
              ],
              mayTouch(row) ? [{ key: "end", label: t("end"), danger: true, onSelect: () => setEnding(row) }] : [],
            ]}
          />
        ) : null,
    },
  ];
  return (
    <>
      <Table
        label={t("title")}
        columns={columns}
        rows={found}
        rowKey={(row) => row.membershipId}
        initialSort={{ key: "name" }}
        exportName="people"
        toolbar={
          <Input
            type="search"
            aria-label={t("search")}
            placeholder={t("search")}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="h-7 max-w-72"
          />
        }
        empty={
          <EmptyState icon={<UsersRound aria-hidden />} title={t("empty")}>
            {t("emptyHint")}
          </EmptyState>
        }
      />
      {moving ? <MoveDialog what={{ person: moving }} onClose={() => setMoving(null)} /> : null}
      {teaching ? <SkillsDialog person={teaching} onClose={() => setTeaching(null)} /> : null}
      {roleOf ? <RoleDialog person={roleOf} onClose={() => setRoleOf(null)} /> : null}
      <ConfirmDialog
        open={ending !== null}
        onOpenChange={(open) => !open && setEnding(null)}
        title={t("endTitle", { name: ending?.name ?? "" })}
        description={t("endHint")}
        confirmText={t("end")}
        busy={end.isPending}
        onConfirm={() => ending && end.mutate({ membershipId: ending.membershipId })}
      />
    </>
  );
}

/** The best, and how many more. */
function Skills({ of: { skills } }: { of: Person }) {
  if (skills.length === 0) return <span className="text-faint">—</span>;
  const all = skills.map(({ name, level }) => `${name} ${level}`).join(", ");
  return (
    <span className="flex min-w-0 items-center gap-1" title={all}>
      {skills.slice(0, 1).map(({ skillId, name, level }) => (
        <Badge key={skillId}>
          <span className="max-w-24 truncate">{name}</span> {level}
        </Badge>
      ))}
      {skills.length > 1 ? <span className="text-xs text-muted">+{skills.length - 1}</span> : null}
    </span>
  );
}
