"use client";
import { ECHO_MS } from "@callbay/domain/duty/echo";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import type { EchoState } from "./device-menu.tsx";

/**
 * The agent hears what arrives of them at the telephone system: the whole way there and back, not the microphone alone.
 * It ends with the menu, or by itself.
 */
export function EchoTest({ state }: { state: EchoState }) {
  const t = useTranslations("desk.devices.echo");
  const trpc = useTRPC();
  const [isOn, setOn] = useState(false);
  const { mutate, isPending } = useMutation(
    trpc.duty.echo.mutationOptions({ onSuccess: (_, { on }) => setOn(on), onError: () => setOn(false) }),
  );
  const isShown = isOn && state === "possible";
  useEffect(() => {
    if (!isOn) return;
    const timer = setTimeout(() => setOn(false), ECHO_MS);
    return () => clearTimeout(timer);
  }, [isOn]);
  const end = useRef(() => {});
  end.current = () => {
    if (isShown) mutate({ on: false });
  };
  useEffect(() => () => end.current(), []);
  return (
    <div>
      <Button
        className="w-full"
        data-testid="echo-test"
        aria-pressed={isShown}
        busy={isPending}
        disabled={state !== "possible"}
        onClick={() => mutate({ on: !isShown })}
      >
        {isShown ? t("stop") : t("start")}
      </Button>
      <p className="mt-1 text-xs text-muted" aria-live="polite">
        {isShown ? t("on") : t(state === "possible" ? "hint" : state)}
      </p>
    </div>
  );
}
