package dev.cellmill.worker.provider.email;

import java.util.Locale;
import java.util.Set;

/** Mailboxes of a function rather than a person: those of RFC 2142, and those that companies commonly have. */
final class RoleAccounts {
    private static final Set<String> NAMES = Set.of(
            // RFC 2142
            "abuse", "ftp", "hostmaster", "info", "list", "list-request", "marketing", "news", "noc", "postmaster",
            "sales", "security", "support", "trouble", "usenet", "uucp", "webmaster", "www",
            // common in companies
            "accounting", "accounts", "admin", "administrator", "all", "billing", "booking", "bookings", "careers",
            "compliance", "contact", "contactus", "customercare", "customerservice", "customersupport", "dpo",
            "ecommerce", "editor", "enquiries", "enquiry", "events", "everyone", "export", "feedback", "finance",
            "frontdesk", "general", "hello", "help", "helpdesk", "hi", "hr", "inbox", "info-request", "inquiries",
            "invoice", "invoices", "it", "jobs", "legal", "logistics", "mail", "mailer-daemon", "management", "media",
            "newsletter", "no-reply", "noreply", "do-not-reply", "donotreply", "office", "operations", "order",
            "orders", "partners", "payments", "payroll", "press", "privacy", "procurement", "purchasing", "reception",
            "recruiting", "recruitment", "registration", "reservations", "returns", "root", "secretary", "service",
            "services", "shipping", "shop", "staff", "store", "subscribe", "team", "tech", "training", "unsubscribe",
            "warehouse", "web", "welcome",
            // German
            "anfrage", "anfragen", "bestellung", "bewerbung", "buchhaltung", "buero", "datenschutz", "einkauf",
            "empfang", "kontakt", "kundenservice", "personal", "post", "presse", "rechnung", "rechnungen",
            "sekretariat", "verkauf", "vertrieb", "verwaltung", "zentrale",
            // French
            "accueil", "achats", "bonjour", "commande", "commandes", "commercial", "compta", "comptabilite",
            "direction", "facturation", "recrutement", "secretariat", "ventes",
            // Spanish and Portuguese
            "administracion", "atencion", "comercial", "compras", "contabilidad", "contacto", "contato", "facturacion",
            "financeiro", "pedidos", "recepcion", "rrhh", "vendas", "ventas",
            // Italian
            "acquisti", "amministrazione", "commerciale", "contabilita", "contatti", "ordini", "segreteria", "vendite",
            // Dutch, Nordic and Polish
            "administratie", "biuro", "boekhouding", "faktura", "inkoop", "klantenservice", "kundservice", "kundtjanst",
            "sprzedaz", "verkoop");

    private RoleAccounts() {}

    /** Letter case and a {@code +tag} aside. */
    static boolean contains(String local) {
        int tag = local.indexOf('+');
        return NAMES.contains((tag < 0 ? local : local.substring(0, tag)).toLowerCase(Locale.ROOT));
    }
}
