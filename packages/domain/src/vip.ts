const YES = new Set(["true", "yes", "y", "1", "vip", "是", "√"]);

/**
 * Does a list say of this contact that it comes first? A column "VIP", however it is written, with a yes in it.
 *
 * @param attributes of a row or from the API
 */
export function saysVip(attributes: Readonly<Record<string, string | number | boolean>>): boolean {
  for (const [key, value] of Object.entries(attributes))
    if (key.trim().toLowerCase() === "vip" && YES.has(String(value).trim().toLowerCase())) return true;
  return false;
}
