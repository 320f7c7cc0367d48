"use client";
import { Headphones, Mic } from "lucide-react";
import { useTranslations } from "next-intl";
import { Popover } from "radix-ui";
import { useEffect, useRef, useState } from "react";
import { Button, IconButton } from "~/ui/button.tsx";
import { FormField } from "~/ui/form.tsx";
import { Select } from "~/ui/select.tsx";
import { useMicrophoneTest } from "../hooks/use-microphone-test.ts";
import {
  type AudioDevices,
  keepDeviceChoice,
  listAudioDevices,
  RING_OFF,
  RING_SYSTEM,
  readDeviceChoice,
} from "../softphone/microphone.ts";
import { ringOnce } from "../softphone/ringer.ts";
import type { Softphone } from "../softphone/softphone.ts";
import { EchoTest } from "./echo-test.tsx";

/** The choice that follows the system; a device's own id is never this. */
const SYSTEM = RING_SYSTEM;

export interface DeviceMenuProps {
  readonly phone: Softphone | null;
  readonly talking: boolean;
  readonly echo: EchoState;
}

/** `off`: there is no line to test. `pauseFirst`: a call may come now. */
export type EchoState = "off" | "possible" | "pauseFirst";

/** Microphone and loudspeaker of this machine, a level meter, and a test that plays back what it heard; open from its first showing on. */
export default function DeviceMenu({ phone, talking, echo }: DeviceMenuProps) {
  const t = useTranslations("desk.devices");
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger asChild>
        <IconButton label={t("label")} icon={<Headphones aria-hidden />} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          aria-label={t("label")}
          className="z-50 w-80 animate-pop-in rounded-lg border bg-raised p-4 shadow-pop focus:outline-none"
        >
          <Devices phone={phone} talking={talking} echo={echo} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Devices({ phone, talking, echo }: DeviceMenuProps) {
  const t = useTranslations("desk.devices");
  const [devices, setDevices] = useState<AudioDevices>({ inputs: [], outputs: [] });
  const [choice, setChoice] = useState(readDeviceChoice);
  const bar = useRef<HTMLDivElement>(null);
  const test = useMicrophoneTest({ phone, input: choice.input, output: choice.output, bar });

  useEffect(() => {
    let shown = true;
    const list = (): void => {
      void listAudioDevices().then((found) => {
        if (shown) setDevices(found);
      });
    };
    list();
    if (!("mediaDevices" in navigator)) return;
    navigator.mediaDevices.addEventListener("devicechange", list);
    return () => {
      shown = false;
      navigator.mediaDevices.removeEventListener("devicechange", list);
    };
  }, []);

  const options = (found: AudioDevices["inputs"]) => [
    { value: SYSTEM, label: t("system") },
    ...found
      .filter(({ id }) => id !== "default" && id !== "communications")
      .map(({ id, label }, index) => ({ value: id, label: label || `#${index + 1}` })),
  ];
  const idOf = (value: string): string | null => (value === SYSTEM ? null : value);
  const inputs = options(devices.inputs);
  const outputs = options(devices.outputs);
  const rings = [{ value: RING_OFF, label: t("ringOff") }, ...outputs];
  const shownOf = (id: string | null, among: typeof inputs): string =>
    among.some(({ value }) => value === id) ? (id ?? SYSTEM) : SYSTEM;
  return (
    <div className="flex flex-col gap-3">
      <FormField label={t("microphone")}>
        <Select
          value={shownOf(choice.input, inputs)}
          options={inputs}
          onChange={(value) => {
            setChoice({ ...choice, input: idOf(value) });
            void phone?.chooseInput(idOf(value));
          }}
        />
      </FormField>
      <div>
        <div className="mb-1 flex items-center justify-between text-xs text-muted">
          <span>{t("level")}</span>
          <Mic aria-hidden className="size-3.5" />
        </div>
        <div aria-hidden ref={bar} className="h-2 overflow-hidden rounded-full bg-neutral-soft">
          <div className="h-full w-full origin-left scale-x-0 rounded-full bg-ok-solid" />
        </div>
        <p className="mt-1 text-xs text-muted">{t("levelHint")}</p>
      </div>
      <FormField label={t("speaker")}>
        <Select
          value={shownOf(choice.output, outputs)}
          options={outputs}
          onChange={(value) => {
            setChoice({ ...choice, output: idOf(value) });
            void phone?.chooseOutput(idOf(value));
          }}
        />
      </FormField>
      <div>
        <Button className="w-full" disabled={talking || test.state !== "idle"} onClick={() => void test.run()}>
          {test.state === "idle" ? t("test") : t(test.state)}
        </Button>
        <p className="mt-1 text-xs text-muted">{talking ? t("testInCall") : t("testHint")}</p>
      </div>
      <EchoTest state={echo} />
      <FormField label={t("ring")} hint={t("ringHint")}>
        <Select
          value={rings.some(({ value }) => value === choice.ring) ? choice.ring : RING_SYSTEM}
          options={rings}
          onChange={(ring) => {
            setChoice({ ...choice, ring });
            keepDeviceChoice({ ...readDeviceChoice(), ring });
            void ringOnce();
          }}
        />
      </FormField>
    </div>
  );
}
