"use client";
import { useTranslations } from "next-intl";
import { Dialog } from "~/ui/overlay.tsx";
import { Kbd } from "~/ui/status.tsx";

const GROUPS = [
  {
    key: "duty",
    rows: [
      ["onDuty", "D"],
      ["onPhone", "⇧ D"],
      ["ready", "R"],
      ["pause", "P"],
      ["off", "⇧ O"],
      ["dial", "T"],
      ["skip", "S"],
    ],
  },
  {
    key: "call",
    rows: [
      ["mute", "M"],
      ["hold", "H"],
      ["keypad", "K"],
      ["hangUp", "⇧ E"],
      ["pauseAfter", "B"],
      ["scriptChoice", "Alt 1 – 9"],
      ["transfer", "T"],
      ["swap", "S"],
      ["conference", "C"],
      ["handOver", "⇧ T"],
    ],
  },
  {
    key: "wrapup",
    rows: [
      ["disposition", "1 – 9"],
      ["note", "N"],
      ["submit", "Enter"],
      ["wasMachine", "X"],
      ["doNotCall", "⇧ X"],
      ["help", "?"],
    ],
  },
] as const;

export function ShortcutsDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("desk.keys");
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("title")} description={t("description")} size="lg">
      <div className="grid grid-cols-3 gap-6">
        {GROUPS.map((group) => (
          <section key={group.key}>
            <h3 className="mb-1.5 text-xs font-medium text-muted">{t(group.key)}</h3>
            <dl>
              {group.rows.map(([name, keys]) => (
                <div key={name} className="flex min-h-8 items-center justify-between gap-3 border-t py-1 text-sm">
                  <dt>{t(name)}</dt>
                  <dd className="shrink-0">
                    <Kbd>{keys}</Kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
