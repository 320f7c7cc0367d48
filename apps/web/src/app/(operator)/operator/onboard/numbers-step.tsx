"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { FormField, Textarea } from "~/ui/form.tsx";
import { StepForm } from "./step-form.tsx";
import type { Client } from "./steps.ts";

/** `+852 2123 4567 Hotline`: a number, then what it is called. */
const LINE = /^(\+?[\d\s().-]+?)(?:[\s,;，；]+([^\d\s+].*))?$/u;

/** Numbers of the operator's stock that the client may show, one in a line. What is refused stays to be mended. */
export function NumbersStep({ client, onDone }: { client: Client; onDone: () => void }) {
  const t = useTranslations("operator.onboard.numbers");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const describe = useDescribeError();
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const add = useMutation(trpc.operator.tenants.addNumber.mutationOptions({ meta: { quiet: true } }));
  const tenantId = client.tenant.id;
  const lines = text.split("\n").flatMap((line) => line.trim() || []);

  const save = async (): Promise<void> => {
    setTried(true);
    if (lines.length === 0) return;
    const left: string[] = [];
    const said: string[] = [];
    for (const line of lines) {
      const [, e164 = line, label = ""] = LINE.exec(line) ?? [];
      try {
        await add.mutateAsync({ tenantId, e164, label: label.slice(0, 80) });
      } catch (error) {
        left.push(line);
        said.push(`${line}: ${describe(error).message}`);
      }
    }
    await queryClient.invalidateQueries({ queryKey: trpc.operator.tenants.pathKey() });
    setText(left.join("\n"));
    setRefused(said);
    if (left.length === 0) onDone();
  };
  return (
    <StepForm
      title={t("title")}
      hint={t("hint")}
      busy={add.isPending}
      error={refused.join("\n") || null}
      errorTitle={t("refused", { count: refused.length })}
      onSubmit={() => void save()}
      onSkip={client.numbers.length > 0 ? onDone : undefined}
    >
      {client.numbers.length > 0 ? (
        <ul className="flex flex-wrap gap-2">
          {client.numbers.map((one) => (
            <li key={one.numberId} className="rounded-md bg-sunken px-2 py-1 text-sm">
              <span className="font-mono">{one.e164}</span> {one.label}
            </li>
          ))}
        </ul>
      ) : null}
      <FormField
        label={t("numbers")}
        hint={t("numbersHint")}
        error={tried && lines.length === 0 ? t("needed") : undefined}
      >
        <Textarea
          rows={5}
          autoFocus
          className="font-mono"
          placeholder={t("example")}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            // Enter is a new line here; with Ctrl or ⌘ it saves.
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save();
          }}
        />
      </FormField>
    </StepForm>
  );
}
