"use client";
import { Keyboard } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { IconButton } from "~/ui/button.tsx";
import type { Softphone } from "../softphone/softphone.ts";
import type { PhoneStatus } from "../softphone/types.ts";
import { DeviceMenu } from "./device-menu.tsx";
import { QualityMark } from "./quality-mark.tsx";

interface DeskToolsProps {
  readonly phone: Softphone | null;
  readonly status: PhoneStatus;
  readonly talking: boolean;
  readonly onHelp: () => void;
}

/** Line, devices and keys, in the bar of the shell. */
export function DeskTools({ phone, status, talking, onHelp }: DeskToolsProps) {
  const t = useTranslations("desk.keys");
  const [bar, setBar] = useState<HTMLElement | null>(null);
  useEffect(() => setBar(document.getElementById("desk-bar")), []);
  if (!bar) return null;
  return createPortal(
    <div className="ml-auto flex items-center gap-1">
      <QualityMark phone={phone} status={status} />
      <DeviceMenu phone={phone} talking={talking} />
      <IconButton label={t("open")} icon={<Keyboard aria-hidden />} onClick={onHelp} />
    </div>,
    bar,
  );
}
