import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { mailboxOf } from "~/server/mailbox.ts";

const LINK = /(https?:\/\/\S+)/;

/** What would have been sent, to anybody; see `MAILBOX`. Anywhere else this page does not exist. */
export default async function Page() {
  const mails = await mailboxOf(await headers());
  if (!mails) notFound();
  const t = await getTranslations("auth");
  return (
    <main className="mx-auto max-w-3xl px-6 py-10">
      <title>{`${t("mailbox")} · Callbay`}</title>
      <h1 className="text-xl font-semibold tracking-tight">{t("mailbox")}</h1>
      <p className="mt-0.5 mb-5 text-sm text-muted">{t("mailboxHint")}</p>
      {mails.length === 0 ? <p className="text-sm text-muted">{t("mailboxEmpty")}</p> : null}
      <ul className="flex flex-col gap-3">
        {mails.map((mail) => (
          <li key={mail.id} className="rounded-lg border bg-surface px-4 py-3 shadow-card">
            <h2 className="text-sm font-semibold">{mail.subject}</h2>
            <p className="mb-2 text-xs text-muted">
              {t("mailTo", { address: mail.to.join(", ") || "—" })} ·{" "}
              {mail.at.toISOString().slice(0, 19).replace("T", " ")}
            </p>
            <p className="text-sm break-words whitespace-pre-wrap">
              {mail.body.split(LINK).map((part) =>
                LINK.test(part) ? (
                  <a key={part} href={part} className="text-accent underline">
                    {part}
                  </a>
                ) : (
                  part
                ),
              )}
            </p>
          </li>
        ))}
      </ul>
    </main>
  );
}
