import { useTranslations } from "next-intl";
import { Mark } from "~/shell/logo.tsx";
import { Button } from "~/ui/button.tsx";
import { Link } from "~/ui/link.tsx";

export default function NotFound() {
  const t = useTranslations("common");
  return (
    <main className="grid min-h-dvh place-items-center p-6 text-center">
      <div>
        <Mark className="mx-auto size-10" />
        <h1 className="mt-4 text-xl font-semibold">{t("notFound")}</h1>
        <p className="mt-1 mb-5 text-sm text-muted">{t("notFoundHint")}</p>
        <Button asChild tone="primary">
          <Link href="/">{t("toStart")}</Link>
        </Button>
      </div>
    </main>
  );
}
