package dev.limpet.benchmarks.webapp;

/** A {@link Profile} each: mutable, about 512 bytes in Java's serial form. */
final class Beans implements Content {
    private static final int SEEN = 6;
    private static final int SETTINGS = 4;

    @Override
    public Object make(String label) {
        Profile profile = new Profile();
        profile.setLabel(label);
        for (int i = 0; i < SEEN; i++) {
            profile.getSeen().add("/shop/article/" + i);
        }
        for (int i = 0; i < SETTINGS; i++) {
            profile.getSettings().put("setting" + i, "value" + i);
        }
        return profile;
    }

    @Override
    public Object change(Object value, String label) {
        Profile profile = (Profile) value;
        profile.setLabel(label);
        profile.setVisits(profile.getVisits() + 1);
        profile.getSeen().set(profile.getVisits() % SEEN, "/shop/article/" + profile.getVisits() % 10);
        return profile;
    }

    @Override
    public String label(Object value) {
        Profile profile = (Profile) value;
        if (profile.getSeen().size() != SEEN || profile.getSettings().size() != SETTINGS) {
            throw new IllegalStateException("A profile that lacks something");
        }
        return profile.getLabel();
    }
}
