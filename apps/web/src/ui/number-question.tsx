"use client";
import { Search } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "./button.tsx";
import { FormField, Input } from "./form.tsx";

/** A telephone number to type, and what is asked of it. The same one asked again is asked again. */
export function NumberQuestion({
  label,
  placeholder,
  ask,
  tone,
  busy,
  error,
  onAsk,
}: {
  label: string;
  placeholder: string;
  /** On the button. */
  ask: string;
  tone?: "primary" | "secondary";
  busy: boolean;
  error: string | undefined;
  onAsk: (phone: string) => void;
}) {
  const [typed, setTyped] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onAsk(typed.trim());
  };
  return (
    <form onSubmit={submit} className="flex items-end gap-2">
      <FormField label={label} className="w-80" error={error}>
        <Input
          type="tel"
          value={typed}
          maxLength={40}
          placeholder={placeholder}
          onChange={(event) => setTyped(event.target.value)}
        />
      </FormField>
      <Button
        type="submit"
        tone={tone ?? "secondary"}
        icon={<Search aria-hidden />}
        busy={busy}
        disabled={!typed.trim()}
      >
        {ask}
      </Button>
    </form>
  );
}
