"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Star } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Badge } from "~/ui/status.tsx";
import { toast } from "~/ui/toast.tsx";
import type { ContactCard } from "./numbers.tsx";

/** Whether this contact comes first: a mark for those who look, a switch for those who may say so. */
export function Vip({ of: { contactId, vip } }: { of: ContactCard }) {
  const t = useTranslations("workspace.contacts");
  const may = useMay();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const set = useMutation(
    trpc.contacts.setVip.mutationOptions({
      onSuccess: async (_done, input) => {
        await queryClient.invalidateQueries({ queryKey: trpc.contacts.pathKey() });
        toast.success(t(input.vip ? "vipSet" : "vipTaken"));
      },
    }),
  );
  if (!may("list.write")) return vip ? <Badge tone="warn">VIP</Badge> : null;
  return (
    <Button
      aria-pressed={vip}
      busy={set.isPending}
      icon={<Star aria-hidden className={vip ? "fill-current text-warn" : ""} />}
      onClick={() => set.mutate({ contactIds: [contactId], vip: !vip })}
    >
      {vip ? "VIP" : t("makeVip")}
    </Button>
  );
}
