"use client";
import { Headphones, Keyboard } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { IconButton } from "~/ui/button.tsx";
import { later, useLater } from "~/ui/later.ts";
import { StatusDot } from "~/ui/status.tsx";
import type { Softphone } from "../softphone/softphone.ts";
import type { PhoneStatus } from "../softphone/types.ts";
import type { DeviceMenuProps, EchoState } from "./device-menu.tsx";
import { QualityMark } from "./quality-mark.tsx";

const deviceCode = later(() => import("./device-menu.tsx"));

/** The button of the devices; what it opens comes after the desk itself. */
function Devices(props: DeviceMenuProps) {
  const t = useTranslations("desk.devices");
  const [wanted, setWanted] = useState(false);
  const Menu = useLater(deviceCode, wanted);
  if (Menu) return <Menu {...props} />;
  return (
    <IconButton
      label={t("label")}
      icon={<Headphones aria-hidden />}
      aria-haspopup="dialog"
      aria-expanded={false}
      onClick={() => setWanted(true)}
    />
  );
}

interface DeskToolsProps {
  /** On duty with it in place of the browser; null: with the browser. */
  readonly seatPhone: { readonly username: string; readonly registered: boolean } | null;
  readonly phone: Softphone | null;
  readonly status: PhoneStatus;
  readonly talking: boolean;
  readonly echo: EchoState;
  readonly onHelp: () => void;
}

/** Line, devices and keys, in the bar of the shell. */
export function DeskTools({ seatPhone, phone, status, talking, echo, onHelp }: DeskToolsProps) {
  const t = useTranslations("desk.keys");
  const ofPhone = useTranslations("desk.phoneSeat");
  const [bar, setBar] = useState<HTMLElement | null>(null);
  useEffect(() => setBar(document.getElementById("desk-bar")), []);
  if (!bar) return null;
  return createPortal(
    <div className="ml-auto flex items-center gap-1">
      {seatPhone ? (
        <span className="px-2 text-sm text-muted" data-testid="seat-phone" data-registered={seatPhone.registered}>
          <StatusDot tone={seatPhone.registered ? "ok" : "warn"}>
            {ofPhone(seatPhone.registered ? "onPhone" : "lost")}
          </StatusDot>
        </span>
      ) : (
        <QualityMark phone={phone} status={status} />
      )}
      <Devices phone={phone} talking={talking} echo={echo} />
      <IconButton label={t("open")} icon={<Keyboard aria-hidden />} onClick={onHelp} />
    </div>,
    bar,
  );
}
