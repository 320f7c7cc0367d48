"use client";
import { ArrowLeft, ClipboardCheck, KeyRound, MonitorSmartphone, UserRound } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Theme } from "~/i18n/locales.ts";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { Link } from "~/ui/link.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { Logo } from "./logo.tsx";
import { useMay, useMe } from "./me.tsx";
import { LiveMark } from "./shell.tsx";

/** Pages of a person, whatever workspace they are in: the way back to work above, their own pages at the left. */
export function AccountShell({ theme, children }: { theme: Theme; children: ReactNode }) {
  const t = useTranslations("account");
  const common = useTranslations("common");
  const me = useMe();
  const may = useMay();
  const path = usePathname();
  // Until the second factor is there, its page is the only one that leads anywhere.
  const security = { href: "/account/security", label: t("nav.security"), icon: KeyRound };
  const items = me.secondFactorMissing
    ? [security]
    : [
        { href: "/account", label: t("title"), icon: UserRound },
        security,
        { href: "/account/sessions", label: t("sessions"), icon: MonitorSmartphone },
        ...(may("quality.own")
          ? [{ href: "/account/assessments", label: common("myAssessments"), icon: ClipboardCheck }]
          : []),
      ];
  return (
    <div className="grid h-dvh grid-rows-[48px_minmax(0,1fr)]">
      <header className="flex items-center gap-3 border-b bg-surface px-4">
        <Logo />
        <span className="text-line-strong">/</span>
        <span className="min-w-0 flex-1 truncate text-sm text-muted">
          {me.workspace.kind === "tenant" ? me.workspace.name : common("operatorConsole")}
        </span>
        <LiveMark />
        {me.secondFactorMissing ? null : (
          <Button asChild size="sm">
            {/* A whole new page: what a role opens may have changed. */}
            <a href="/enter">
              <ArrowLeft aria-hidden />
              {t("back")}
            </a>
          </Button>
        )}
        <AccountMenu theme={theme} compact />
      </header>
      <div className="overflow-y-auto">
        <div className="mx-auto grid max-w-5xl grid-cols-[12rem_minmax(0,1fr)] gap-8 px-6 pt-6 pb-10">
          <nav aria-label={t("pages")} className="pt-1">
            {items.map(({ href, label, icon: Icon }) => {
              const here = href === path;
              return (
                <Link
                  key={href}
                  href={href}
                  aria-current={here ? "page" : undefined}
                  className={cx(
                    "mb-0.5 flex h-8 items-center gap-2.5 rounded-md px-2 text-sm",
                    here ? "bg-selected font-medium text-ink" : "text-muted hover:bg-hover hover:text-ink",
                  )}
                >
                  <Icon aria-hidden className={cx("size-4", here ? "text-accent" : "text-faint")} />
                  {label}
                </Link>
              );
            })}
          </nav>
          <main id="main" className="min-w-0">
            {children}
          </main>
        </div>
      </div>
    </div>
  );
}
