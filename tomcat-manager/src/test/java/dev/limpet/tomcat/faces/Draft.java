package dev.limpet.tomcat.faces;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;

/** What is being put together in one view. */
@Named
@ViewScoped
public class Draft implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> lines = new ArrayList<>();
    private String item;

    public String getItem() {
        return item;
    }

    public void setItem(String item) {
        this.item = item;
    }

    public List<String> getLines() {
        return lines;
    }

    /** An action: only this object is changed, in place. */
    public void add() {
        lines.add(item);
    }
}
